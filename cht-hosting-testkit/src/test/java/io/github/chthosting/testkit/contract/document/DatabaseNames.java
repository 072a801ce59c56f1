package io.github.chthosting.testkit.contract.document;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject("Database names")
final class DatabaseNames {
  private static final String RULE =
      "Only lowercase characters (a-z), digits (0-9), and any of the characters _, $, (, ), +, -, and / are allowed. Must begin with a letter.";

  private static void illegal(Scene s, String path, String name) {
    s.ask("PUT", "/" + path)
        .send()
        .fails(400, "illegal_database_name", "Name: '" + name + "'. " + RULE);
  }

  private static void legal(Scene s, String path, String name) {
    s.createDatabase(path, "q=1&n=1").is(201, "{'ok':true}");
    s.get("/" + path).has("{'db_name':'" + name + "','<more>':0}");
  }

  @Case(value = "An upper case letter is illegal", pouch = "answers 201, not 400")
  void upperCase(Scene s) {
    illegal(s, "{db}-Upper", s.name() + "-Upper");
  }

  @Case(value = "A digit at the beginning is illegal", pouch = "answers 201, not 400")
  void digitFirst(Scene s) {
    illegal(s, "1{db}", "1" + s.name());
  }

  @Case(
      value = "An underscore at the beginning is illegal, save for system databases",
      pouch = "answers 201, not 400")
  void underscoreFirst(Scene s) {
    illegal(s, "_{db}", "_" + s.name());
  }

  @Case(value = "A dot is illegal", pouch = "answers 201, not 400")
  void dot(Scene s) {
    illegal(s, "{db}.x", s.name() + ".x");
  }

  @Case(value = "A space is illegal", pouch = "answers 201, not 400")
  void space(Scene s) {
    illegal(s, "{db}%20x", s.name() + " x");
  }

  @Case(value = "A letter outside ASCII is illegal", pouch = "answers 201, not 400")
  void umlaut(Scene s) {
    illegal(s, "{db}-%C3%BC", s.name() + "-ü");
  }

  @Case(value = "A name of 300 characters is too long", pouch = "answers 201, not 400")
  void tooLong(Scene s) {
    s.ask("PUT", "/{db}" + "x".repeat(300)).send().fails(400, "database_name_too_long");
  }

  @Case("Underscore, dollar, parentheses, plus and minus are legal")
  void punctuation(Scene s) {
    legal(s, "{db}_$()%2B-z", s.name() + "_$()+-z");
  }

  @Case(value = "A slash is legal when it is escaped", pouch = "drops the slash from the name")
  void slash(Scene s) {
    legal(s, "{db}%2Fmeta", s.name() + "/meta");
  }

  @Case(value = "A plus in a path is a space", pouch = "answers 201, not 400")
  void plainPlus(Scene s) {
    illegal(s, "{db}+z", s.name() + " z");
  }

  @Case("Documents in a database with a slash in its name are reached by the escaped name")
  void documentBelowSlash(Scene s) {
    s.createDatabase("{db}%2Fmeta", "q=1&n=1");
    s.write("/{db}%2Fmeta/a", "{}");
    s.get("/{db}%2Fmeta/a").has("{'_id':'a','<more>':0}");
    s.get("/{db}%2fmeta/a").has("{'_id':'a','<more>':0}");
  }

  @Case("A name of 238 characters is legal")
  void longName(Scene s) {
    String rest = "x".repeat(238 - s.name().length());
    legal(s, "{db}" + rest, s.name() + rest);
  }
}
