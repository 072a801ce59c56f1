package io.github.chthosting.instance;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The version that was deployed, when and by whom. A part is empty if the server does not tell it.
 *
 * @param version the build's name
 * @param user who installed or upgraded it
 * @param timestamp as the server writes it
 * @param upgradeLog id of the document in {@code medic-logs} that tells of the upgrade
 */
public record DeployInfo(
    Optional<String> version,
    Optional<String> user,
    Optional<String> timestamp,
    Optional<String> upgradeLog) {

  static DeployInfo of(JsonNode json) {
    return new DeployInfo(
        text(json, "version"),
        text(json, "user"),
        text(json, "timestamp"),
        text(json, "upgrade_log_id"));
  }

  static Optional<String> text(JsonNode json, String name) {
    String text = json.path(name).asString("");
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
