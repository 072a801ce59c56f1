package io.github.chthosting.compose.env;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.HostingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.StringNode;

/**
 * The real Compose makes the same as we of texts made by chance. {@code -Denv.seed=N} repeats a
 * run, {@code -Denv.lines=N} makes it longer. Of what we refuse, each of which is a question of its
 * own, the first {@code -Denv.refused=N} of each test are asked about.
 */
class EnvFuzzDockerIT {
  private static final int LINES = Integer.getInteger("env.lines", 10_000);
  private static final int REFUSED = Integer.getInteger("env.refused", 40);
  private static final int BATCH = 1_000;
  private static final long SEED = Long.getLong("env.seed", System.nanoTime());

  private final EnvLines lines = new EnvLines(SEED);
  private final ComposeConfig compose;
  private int refused;

  EnvFuzzDockerIT(@TempDir Path folder) {
    compose = new ComposeConfig(folder);
  }

  @Test
  void settings() throws IOException {
    for (int done = 0; done < LINES; done += BATCH) {
      Map<String, String> read = new LinkedHashMap<>();
      for (int i = 0; i < BATCH; i++) {
        String setting = lines.setting("V" + i);
        if (ours(setting).isPresent()) {
          read.put("V" + i, setting);
        } else {
          String name = "V" + i;
          refused(setting, () -> compose.values(EnvLines.HEAD + setting, List.of(name)));
        }
      }
      same(new ArrayList<>(read.values()), new ArrayList<>(read.keySet()));
    }
    System.out.printf("seed %d: %d of %d settings are refused%n", SEED, refused, LINES);
  }

  /** Requires that Compose refuses what we refuse. */
  private void refused(String text, Question question) throws IOException {
    refused++;
    if (refused <= REFUSED) {
      assertThat(question.ask()).as(told(text)).isEmpty();
    }
  }

  /** A question to Compose; its answer is empty if Compose refuses what it is asked about. */
  @FunctionalInterface
  private interface Question {
    Optional<Map<String, String>> ask() throws IOException;
  }

  private static Optional<Map<String, String>> ours(String settings) {
    try {
      return Optional.of(EnvFile.parse("x", EnvLines.HEAD + settings).values());
    } catch (HostingException e) {
      return Optional.empty();
    }
  }

  /** Halves what is not the same, until it is one setting. */
  private void same(List<String> settings, List<String> names) throws IOException {
    String text = String.join("", settings);
    Map<String, String> ours = new TreeMap<>(ours(text).orElseThrow());
    ours.keySet().retainAll(names);
    Optional<Map<String, String>> theirs = compose.values(EnvLines.HEAD + text, names);
    if (theirs.equals(Optional.of(ours))) {
      return;
    }
    assertThat(settings)
        .as("%s: ours %s, Compose's %s", told(text), ours, theirs)
        .hasSizeGreaterThan(1);
    int half = settings.size() / 2;
    same(settings.subList(0, half), names.subList(0, half));
    same(settings.subList(half, settings.size()), names.subList(half, names.size()));
    throw new AssertionError(told("settings that are read the same alone, not together"));
  }

  @Test
  void textsOfComposeFiles() throws IOException {
    for (int done = 0; done < LINES; done += BATCH) {
      Map<String, String> texts = new TreeMap<>();
      Map<String, String> ours = new TreeMap<>();
      for (int i = 0; i < BATCH; i++) {
        // YAML would make a line's end of it, before any variable is looked at.
        String text = lines.template().replace("\u0085", "");
        Optional<String> replaced = replaced(text);
        if (replaced.isPresent()) {
          texts.put("V" + i, text);
          ours.put("V" + i, replaced.get());
        } else {
          refused(text, () -> compose.replaced(EnvLines.HEAD, Map.of("V", text)));
        }
      }
      same(texts, ours);
    }
    System.out.printf("seed %d: %d of %d texts are refused%n", SEED, refused, LINES);
  }

  private static Optional<String> replaced(String text) {
    Map<String, String> values = EnvFile.parse("x", EnvLines.HEAD + "HOME=").values();
    try {
      return Optional.of(Interpolation.strictly(text, values::get));
    } catch (TemplateException e) {
      return Optional.empty();
    }
  }

  private void same(Map<String, String> texts, Map<String, String> ours) throws IOException {
    Optional<Map<String, String>> theirs = compose.replaced(EnvLines.HEAD, texts);
    if (theirs.isPresent()) {
      assertThat(theirs.get()).as(told("texts")).isEqualTo(ours);
      return;
    }
    for (Map.Entry<String, String> each : texts.entrySet()) {
      assertThat(compose.replaced(EnvLines.HEAD, Map.of("V", each.getValue())))
          .as(() -> told(each.getValue()) + compose.refusal())
          .isPresent();
    }
  }

  private static String told(String text) {
    return "seed %d, %s".formatted(SEED, StringNode.valueOf(text));
  }
}
