package io.github.chthosting.examples;

import java.util.SplittableRandom;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Made-up documents of the shapes that a CHT's {@code medic} database holds: places, persons and
 * reports. The same seed and number give the same document on every machine. Nobody in them exists.
 */
final class ChtLikeData {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String[] SYLLABLES = {
    "ba", "cho", "da", "ki", "lu", "ma", "ne", "so", "ta", "wa"
  };
  private static final String[] FORMS = {
    "pregnancy", "delivery", "assessment", "immunization_visit"
  };
  private static final long FIRST_DAY = 1_735_689_600_000L;
  private static final long YEAR_MILLIS = 31_536_000_000L;

  private final long seed;

  ChtLikeData(long seed) {
    this.seed = seed;
  }

  /**
   * Document {@code number}, without {@code _rev}: one in six is a contact of about 500 B, the rest
   * reports of about 1.4 kB.
   */
  ObjectNode document(long number) {
    SplittableRandom random = new SplittableRandom(seed * 31 + number);
    return number % 6 == 0 ? contact(random) : report(random);
  }

  private static ObjectNode contact(SplittableRandom random) {
    ObjectNode contact = JSON.createObjectNode();
    contact.put("_id", uuid(random));
    contact.put("type", "person");
    contact.put("name", name(random));
    contact.put(
        "date_of_birth", (1950 + random.nextInt(75)) + "-0" + (1 + random.nextInt(9)) + "-17");
    contact.put("phone", "+2547" + (10_000_000 + random.nextInt(89_999_999)));
    contact.put("sex", random.nextBoolean() ? "female" : "male");
    contact.put("role", "patient");
    contact.put("patient_id", String.valueOf(100_000 + random.nextInt(900_000)));
    contact.put("reported_date", FIRST_DAY + random.nextLong(YEAR_MILLIS));
    contact.set("parent", lineage(random, 3));
    return contact;
  }

  private static ObjectNode report(SplittableRandom random) {
    ObjectNode report = JSON.createObjectNode();
    String form = FORMS[random.nextInt(FORMS.length)];
    long reported = FIRST_DAY + random.nextLong(YEAR_MILLIS);
    report.put("_id", uuid(random));
    report.put("form", form);
    report.put("type", "data_record");
    report.put("content_type", "xml");
    report.put("reported_date", reported);
    report.put("from", "+2547" + (10_000_000 + random.nextInt(89_999_999)));
    ObjectNode reporter = report.putObject("contact");
    reporter.put("_id", uuid(random));
    reporter.set("parent", lineage(random, 2));
    fields(report.putObject("fields"), random, form);
    ArrayNode hidden = report.putArray("hidden_fields");
    hidden.add("inputs").add("meta.deprecatedID").add("group_summary.r_note");
    report
        .putObject("form_version")
        .put("time", reported - 86_400_000L)
        .put("sha256", hex(random, 64));
    report
        .putObject("geolocation")
        .put("latitude", -1.28 + random.nextInt(1000) / 1000.0)
        .put("longitude", 36.8)
        .put("accuracy", 12);
    return report;
  }

  private static void fields(ObjectNode fields, SplittableRandom random, String form) {
    ObjectNode contact = fields.putObject("inputs").put("source", "contact").putObject("contact");
    contact
        .put("_id", uuid(random))
        .put("name", name(random))
        .put("patient_id", "" + random.nextInt(999_999));
    fields.put("patient_uuid", uuid(random));
    fields.put("patient_name", name(random));
    fields.put("visited_contact_uuid", uuid(random));
    fields.put("form_name", form);
    ObjectNode group = fields.putObject("group_assessment");
    for (int question = 1; question <= 20; question++) {
      group.put("question_" + question, random.nextBoolean() ? "yes" : "no");
    }
    group.put("temperature", 36 + random.nextInt(40) / 10.0);
    group.put("note", name(random) + " " + name(random) + " \u2014 " + name(random));
    fields.putObject("meta").put("instanceID", "uuid:" + uuid(random)).put("deprecatedID", "");
  }

  private static ObjectNode lineage(SplittableRandom random, int depth) {
    ObjectNode place = JSON.createObjectNode().put("_id", uuid(random));
    if (depth > 1) {
      place.set("parent", lineage(random, depth - 1));
    }
    return place;
  }

  private static String name(SplittableRandom random) {
    StringBuilder name = new StringBuilder();
    for (int word = 0; word < 2; word++) {
      for (int syllable = 0; syllable < 3; syllable++) {
        name.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
      }
      name.append(word == 0 ? " " : "");
    }
    return name.toString();
  }

  private static String uuid(SplittableRandom random) {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private static String hex(SplittableRandom random, int length) {
    StringBuilder hex = new StringBuilder(length);
    while (hex.length() < length) {
      hex.append(Character.forDigit(random.nextInt(16), 16));
    }
    return hex.toString();
  }
}
