package io.github.chthosting.compose.internal.instance;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.Secret;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.release.ComposeFile;
import io.github.chthosting.compose.release.ReleaseFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The facts about an installation that its files tell, where its containers do not. */
final class InstanceFiles {
  static final List<String> SECRETS = List.of("COUCHDB_PASSWORD", "COUCHDB_SECRET");

  private InstanceFiles() {}

  static List<ReleaseFile> read(Layout layout) {
    return layout.files().stream().flatMap(file -> read(file).stream()).toList();
  }

  private static Optional<ReleaseFile> read(Path file) {
    try {
      String name = String.valueOf(file.getFileName());
      return Optional.of(new ReleaseFile(name, Files.readString(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new HostingException(
          "read " + file, file + " cannot be read: " + e + "; nothing was changed", false, e);
    }
  }

  /** The secrets of {@code .env}, and others that are known. */
  static Set<Secret> secrets(Instance instance, Set<String> others) {
    EnvFile environment = instance.environment();
    Stream<String> written = SECRETS.stream().flatMap(name -> environment.get(name).stream());
    return Stream.concat(written, others.stream())
        .filter(value -> !value.isEmpty())
        .map(Secret::of)
        .collect(Collectors.toSet());
  }

  static Map<String, String> images(Instance instance) {
    Map<String, String> images = new TreeMap<>();
    Map<String, String> values = instance.environment().values();
    for (ReleaseFile file : instance.files()) {
      ComposeFile.installed(file.name(), file.text()).images(values, images);
    }
    return images;
  }

  static Map<String, Long> memoryLimits(Instance instance) {
    return instance.files().stream()
        .filter(file -> file.name().equals(Layout.OWN_FILE))
        .findFirst()
        .map(GeneratedFiles::memoryLimits)
        .orElse(Map.of());
  }

  static List<String> couchdbServices(Instance instance) {
    Map<String, String> all = new TreeMap<>(instance.images());
    instance.containers().forEach(each -> all.putIfAbsent(each.service(), each.status().image()));
    return all.entrySet().stream()
        .filter(each -> last(each.getValue()).startsWith("cht-couchdb:"))
        .map(Map.Entry::getKey)
        .toList();
  }

  static List<Path> dataFolders(Instance instance) {
    List<Path> mounted =
        instance.couchdbServices().stream()
            .flatMap(service -> instance.containers(service).stream())
            .flatMap(each -> Stream.ofNullable(each.mounts().get("/opt/couchdb/data")))
            .map(Path::of)
            .toList();
    return mounted.isEmpty() ? namedFolders(instance) : mounted;
  }

  private static List<Path> namedFolders(Instance instance) {
    EnvFile environment = instance.environment();
    return Stream.of("COUCHDB_DATA", "DB1_DATA", "DB2_DATA", "DB3_DATA")
        .flatMap(name -> environment.get(name).stream())
        .filter(folder -> !folder.isEmpty())
        .map(place -> namedPlace(instance.layout(), place))
        .toList();
  }

  /** A folder, or a volume's name, told apart as Compose does. */
  private static Path namedPlace(Layout layout, String place) {
    boolean folder = place.startsWith(".") || place.startsWith("/") || place.startsWith("~");
    return folder
        ? layout.composeFolder().resolve(place).normalize()
        : Path.of(layout.project() + "_" + place);
  }

  static Optional<ChtVersion> version(Instance instance) {
    Stream<String> images =
        instance.containers().isEmpty()
            ? instance.images().values().stream()
            : instance.containers().stream().map(each -> each.status().image());
    List<String> tags = images.map(InstanceFiles::tag).distinct().toList();
    try {
      return tags.size() == 1 ? Optional.of(ChtVersion.of(tags.get(0))) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String tag(String image) {
    String last = last(image);
    return last.substring(last.indexOf(':') + 1);
  }

  private static String last(String image) {
    return image.substring(image.lastIndexOf('/') + 1);
  }
}
