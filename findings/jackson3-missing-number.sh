#!/usr/bin/env bash
# Jackson 3.3.0: "no null for primitives" refuses {"doc_count":null} and takes {} for 0; Jackson 2.23.0 with the same feature on refuses both.
#
# Version     named in the first line, pinned below.
# Behaviour   DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES (on by default in 3) no longer speaks for a record's component that is not in the
#             JSON at all: it becomes 0. FAIL_ON_NULL_CREATOR_PROPERTIES does not help either; FAIL_ON_MISSING_CREATOR_PROPERTIES does.
# Expected    Whoever had the feature on in 2, or reads that 3 is strict by default, expects the missing number to be refused as before.
# Seen        2026-11-29, the lines at the end.
# Consequence A record of a database's information, read from an answer that lacks a field (an older server, a proxy's error page in JSON), says
#             0 documents, 0 pending changes, sequence 0, where the same code on Jackson 2 failed. "0 pending" ends a wait that should go on.
source "$(dirname "$0")/begin.bash"
maven tools.jackson.core:jackson-databind:3.3.0 com.fasterxml.jackson.core:jackson-databind:2.23.0
seen=$(run_java Missing <<'J'
import java.util.concurrent.Callable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

public class Missing {
  record Info(int doc_count) {}

  public static void main(String[] args) {
    var two = new com.fasterxml.jackson.databind.ObjectMapper();
    var strictTwo = two.copy().enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    var three = new JsonMapper();
    var nullCreator = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES).build();
    var missingCreator = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES).build();
    for (String json : new String[] {"{\"doc_count\":null}", "{}"}) {
      show("2.23, FAIL_ON_NULL_FOR_PRIMITIVES", json, () -> strictTwo.readValue(json, Info.class));
      show("3.3, as it comes", json, () -> three.readValue(json, Info.class));
      show("3.3, FAIL_ON_NULL_CREATOR_PROPERTIES", json, () -> nullCreator.readValue(json, Info.class));
      show("3.3, FAIL_ON_MISSING_CREATOR_PROPERTIES", json, () -> missingCreator.readValue(json, Info.class));
    }
    System.out.println("3.3 has the feature on: " + three.deserializationConfig().isEnabled(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES));
  }

  static void show(String name, String json, Callable<Info> read) {
    try {
      System.out.println(json + " " + name + ": " + read.call());
    } catch (Exception e) {
      System.out.println(json + " " + name + ": refused");
    }
  }
}
J
)
recorded "$seen" <<'R'
{"doc_count":null} 2.23, FAIL_ON_NULL_FOR_PRIMITIVES: refused
{"doc_count":null} 3.3, as it comes: refused
{"doc_count":null} 3.3, FAIL_ON_NULL_CREATOR_PROPERTIES: refused
{"doc_count":null} 3.3, FAIL_ON_MISSING_CREATOR_PROPERTIES: refused
{} 2.23, FAIL_ON_NULL_FOR_PRIMITIVES: refused
{} 3.3, as it comes: Info[doc_count=0]
{} 3.3, FAIL_ON_NULL_CREATOR_PROPERTIES: Info[doc_count=0]
{} 3.3, FAIL_ON_MISSING_CREATOR_PROPERTIES: refused
3.3 has the feature on: true
R
