package io.github.chthosting.compose.internal.upgrade;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.env.WholeFile;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.files.DurableFolder;
import io.github.chthosting.files.Permissions;
import io.github.chthosting.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * A version's compose files and images, kept beside those in use: in {@code
 * .cht-hosting/versions/NAME} of the installation. No secrets.
 *
 * @param name of the kept version; that of the CHT's, with {@code +} for each slash
 * @param version of the CHT
 * @param files as they were, under the names that they have in the installation
 * @param images the id of each image by its name, as the containers had it; empty for a version
 *     that never ran here
 */
public record KeptVersion(
    String name, String version, List<ReleaseFile> files, Map<String, String> images) {
  private static final String ABOUT = "kept.json";
  private static final String WAY_BACK = "way-back";

  public KeptVersion {
    files = List.copyOf(files);
    images = Collections.unmodifiableMap(new TreeMap<>(images));
  }

  private static Path versions(Layout layout) {
    return layout.ownFolder().resolve("versions");
  }

  /** The folder of what is kept under that name. */
  public static Path folder(Layout layout, String name) {
    return versions(layout).resolve(name);
  }

  /** The name that a version is kept under. */
  public static String nameOf(String version) {
    return version.replace('/', '+');
  }

  /** Writes it; one of the same name is replaced. It is whole when its description is there. */
  public void write(Layout layout) {
    Path folder = folder(layout, name);
    try {
      DurableFolder.create(folder, Permissions.READABLE);
      Files.deleteIfExists(folder.resolve(ABOUT));
    } catch (IOException e) {
      throw failed("write " + folder, folder + " cannot be written", e);
    }
    files.forEach(file -> WholeFile.write(folder.resolve(file.name()), file.text()));
    ObjectNode about = Json.mapper().createObjectNode().put("version", version);
    files.forEach(file -> about.withArray("/files").add(file.name()));
    ObjectNode ids = about.putObject("images");
    images.forEach(ids::put);
    WholeFile.write(folder.resolve(ABOUT), pretty(about));
  }

  /** Returns what is kept under that name; empty if nothing is, or it is not whole. */
  public static Optional<KeptVersion> read(Layout layout, String name) {
    Path folder = folder(layout, name);
    try {
      ObjectNode about =
          (ObjectNode) Json.mapper().readTree(Files.readString(folder.resolve(ABOUT)));
      List<ReleaseFile> files = new ArrayList<>();
      for (var file : about.path("files")) {
        files.add(
            new ReleaseFile(
                file.asString(""), Files.readString(folder.resolve(file.asString("")))));
      }
      Map<String, String> images = new TreeMap<>();
      about
          .path("images")
          .properties()
          .forEach(each -> images.put(each.getKey(), each.getValue().asString("")));
      return Optional.of(new KeptVersion(name, about.path("version").asString(""), files, images));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | JacksonException | ClassCastException e) {
      throw failed("read " + folder, folder + " cannot be read; restore it, or remove it", e);
    }
  }

  /**
   * Returns what is kept under that name.
   *
   * @param operation for failures
   * @throws HostingException if nothing is, or it is not whole
   */
  public static KeptVersion require(Layout layout, String name, String operation) {
    return read(layout, name)
        .orElseThrow(
            () ->
                new HostingException(
                    operation,
                    "%s is not there, or not complete: plan again; nothing was changed"
                        .formatted(folder(layout, name)),
                    false,
                    null));
  }

  /** Records that this is what the installation ran before {@code now}. */
  public void asWayBackFrom(Layout layout, String now) {
    ObjectNode way = Json.mapper().createObjectNode().put("from", now).put("to", name);
    WholeFile.write(versions(layout).resolve(WAY_BACK), pretty(way));
  }

  /** Returns what ran before {@code now}; empty if that is not known. */
  public static Optional<KeptVersion> before(Layout layout, String now) {
    Path file = versions(layout).resolve(WAY_BACK);
    try {
      var way = Json.mapper().readTree(Files.readString(file));
      return way.path("from").asString("").equals(now)
          ? read(layout, way.path("to").asString(""))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | JacksonException e) {
      throw failed("read " + file, file + " cannot be read; restore it, or remove it", e);
    }
  }

  /** Records that there is no way back: what ran before does not fit what is there now. */
  public static void forgetWayBack(Layout layout) {
    Path file = versions(layout).resolve(WAY_BACK);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failed("remove " + file, file + " cannot be removed", e);
    }
  }

  private static String pretty(ObjectNode json) {
    try {
      return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    } catch (JacksonException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HostingException failed(String operation, String message, Exception cause) {
    return new HostingException(operation, message + ": " + cause, false, cause);
  }
}
