package io.github.chthosting.compose.deployment;

/**
 * The options for making a developer's CHT. Immutable: every method returns a changed copy.
 *
 * @param install who starts its containers, where its images come from. Default {@link
 *     InstallOptions#standard()}, so that it can be upgraded from its own pages
 * @param domain that browsers and phones call it by; its certificate is for that name. Empty, the
 *     default: {@code localhost} for a new one, and as it is for one that is there
 */
public record DeveloperOptions(InstallOptions install, String domain) {

  /** Returns options with all defaults. */
  public static DeveloperOptions defaults() {
    return new DeveloperOptions(InstallOptions.standard(), "");
  }

  /** Returns the same options with another way to install. */
  public DeveloperOptions install(InstallOptions how) {
    return new DeveloperOptions(how, domain);
  }

  /** Returns the same options with another domain. */
  public DeveloperOptions domain(String name) {
    return new DeveloperOptions(install, name);
  }
}
