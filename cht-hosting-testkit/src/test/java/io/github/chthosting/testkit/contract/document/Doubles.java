package io.github.chthosting.testkit.contract.document;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject(
    value = "Numbers with a fraction or an exponent, as they are printed",
    pouch = "is not asked: it prints numbers as JavaScript does")
final class Doubles {
  private static final String[][] SAMPLES = {
    {"1e3", "1.0e3"},
    {"100.0", "100.0"},
    {"1e5", "1.0e5"},
    {"1234567.0", "1234567.0"},
    {"123456789.0", "123456789.0"},
    {"12345678.5", "12345678.5"},
    {"0.001", "0.001"},
    {"0.0001", "0.0001"},
    {"0.00012", "1.2e-4"},
    {"1e-5", "1.0e-5"},
    {"5e-324", "5.0e-324"},
    {"-1e-7", "-1.0e-7"},
    {"9007199254740992.0", "9.007199254740992e15"},
    {"1.7976931348623157e308", "1.7976931348623157e308"},
    {"0.1", "0.1"},
    {"-0.5", "-0.5"}
  };

  @Case(value = "By the fewest digits, in the shorter of two forms", since = "3.4")
  void printed(Scene s) {
    s.database();
    for (String[] sample : SAMPLES) {
      String id = sample[0].replace('.', '_');
      String rev = s.write("/{db}/" + id, "{'x':" + sample[0] + "}");
      s.get("/{db}/" + id)
          .text("{\"_id\":\"%s\",\"_rev\":\"%s\",\"x\":%s}\n".formatted(id, rev, sample[1]));
    }
  }
}
