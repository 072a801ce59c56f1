package io.github.chthosting.testkit.contract.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject(
    value = "What CouchDB did otherwise before 3.4, as seen on 3.3.3",
    pouch = "is not asked: it is of no version of CouchDB")
final class Before34 {
  @Case(value = "_all_docs takes no notice of a bound that is no text", until = "3.4")
  void bounds(Scene s) {
    s.database();
    s.write("/{db}/a", "{}");
    for (String bound : new String[] {"startkey=null&endkey=1", "endkey={}", "key=1"}) {
      assertThat(s.get("/{db}/_all_docs?" + bound).status(200).json().path("rows")).hasSize(1);
    }
    s.get("/{db}/_all_docs?limit=100000000000000000000").status(200);
  }

  @Case(value = "Content-MD5 of an upload is checked", until = "3.4")
  void contentMd5(Scene s) {
    s.database();
    s.ask("PUT", "/{db}/a/f")
        .text("image/png", "hello")
        .header("Content-MD5", "XUFAKrxLKna5cZ2REBfFkg==")
        .send()
        .status(201);
    s.ask("PUT", "/{db}/b/f")
        .text("image/png", "hello")
        .header("Content-MD5", "AAAAKrxLKna5cZ2REBfFkg==")
        .send()
        .fails(500, "unknown_error", "function_clause");
  }

  @Case(value = "_purged_infos is not there", until = "3.4")
  void purgedInfos(Scene s) {
    s.database();
    s.get("/{db}/_purged_infos").fails(404, "not_found", "missing");
  }

  @Case(value = "_find knows neither $beginsWith nor allow_fallback", until = "3.4")
  void find(Scene s) {
    s.database();
    s.post("/{db}/_find", "{'selector':{'v':{'$beginsWith':'a'}}}")
        .fails(400, "invalid_operator", "Invalid operator: $beginsWith");
    s.post("/{db}/_find", "{'selector':{'v':1},'allow_fallback':false}")
        .fails(400, "invalid_key", "Invalid key allow_fallback for this request.");
    s.post("/{db}/_find", "{'selector':{'v':1},'use_index':5}")
        .fails(500, "unknown_error", "Unknown Error: mango_opts :: {invalid_index_name,5}");
    s.post("/{db}/_find", "{'selector':{'v':1},'partition':'p'}")
        .fails(400, "bad_request", "partition specified on non-partitioned db");
    s.post("/{db}/_explain", "{'selector':{'v':1},'sort':['w']}").fails(400, "no_usable_index");
  }

  @Case(value = "keys of a reduce without group are refused, one of them too", until = "3.4")
  void keysWithoutGroup(Scene s) {
    s.database();
    s.put(
            "/{db}/_design/contract",
            "{'views':{'count':{'map':'function(d){emit(d.type,1)}','reduce':'_count'}}}")
        .status(201);
    s.post("/{db}/_design/contract/_view/count", "{'keys':['a']}")
        .fails(400, "query_parse_error", "Multi-key fetchs for reduce views must use `group=true`");
  }

  @Case(value = "A value of the configuration that is no text fails", until = "3.4")
  void configuration(Scene s) {
    s.put("/_node/_local/_config/" + s.name() + "/a", "5").fails(500, "unknown_error");
    s.get("/_scheduler/docs/nope").fails(500, "unknown_error");
  }
}
