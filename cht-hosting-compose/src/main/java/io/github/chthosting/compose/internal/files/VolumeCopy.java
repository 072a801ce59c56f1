package io.github.chthosting.compose.internal.files;

/** The names by which a copy of an instance keeps what lay in a volume. */
public final class VolumeCopy {
  private VolumeCopy() {}

  /** The folder for what a service has mounted at an absolute path. */
  public static String name(String service, String path) {
    return service + path.replaceFirst("/$", "").replace('/', '_');
  }
}
