package io.github.chthosting.testkit.contract.document;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject(
    value = "Parameters in query and body, and headers spelled otherwise",
    pouch = "is not asked: it mixes them by another rule")
final class QueryAndBody {
  private static void three(Scene s) {
    s.database();
    s.post("/{db}/_bulk_docs", "{'docs':[{'_id':'a'},{'_id':'b'},{'_id':'c'}]}").status(201);
  }

  private static String rows(String... ids) {
    StringBuilder rows = new StringBuilder();
    for (String id : ids) {
      String separator = rows.isEmpty() ? "" : ",";
      rows.append(separator)
          .append("{'id':'%s','key':'%s','value':{'rev':'<rev>'}}".formatted(id, id));
    }
    return "{'rows':[" + rows + "],'<more>':0}";
  }

  @Case("The query counts before the body")
  void queryFirst(Scene s) {
    three(s);
    s.post("/{db}/_all_docs?limit=1", "{'limit':2}").is(200, rows("a"));
    s.post("/{db}/_all_docs?key='a'", "{'key':'b'}").is(200, rows("a"));
    s.post("/{db}/_all_docs?end_key='a'", "{'endkey':'b'}").is(200, rows("a"));
    s.post("/{db}/_all_docs?descending=true", "{'descending':false}").is(200, rows("c", "b", "a"));
  }

  @Case("In each of several queries the body counts before the query")
  void severalQueries(Scene s) {
    three(s);
    s.post("/{db}/_all_docs/queries?limit=1", "{'queries':[{'limit':2},{}]}")
        .is(200, "{'results':[" + rows("a", "b") + "," + rows("a") + "]}");
  }

  @Case(value = "One of keys takes the place of a key before it", since = "3.4")
  void singleKey(Scene s) {
    three(s);
    s.get("/{db}/_all_docs?key='a'&keys=['c']").is(200, rows("c"));
    s.get("/{db}/_all_docs?startkey='b'&keys=['a']").is(200, rows("a"));
  }

  @Case(value = "keys and key do not go together, in either order", until = "3.4")
  void singleKeyBefore34(Scene s) {
    three(s);
    s.get("/{db}/_all_docs?key='a'&keys=['c']").fails(400, "query_parse_error");
    s.get("/{db}/_all_docs?keys=['c']&key='a'").fails(400, "query_parse_error");
  }

  @Case("keys and a key after it, or several of them, do not go together")
  void keyAfterKeys(Scene s) {
    three(s);
    s.get("/{db}/_all_docs?keys=['c']&key='a'").fails(400, "query_parse_error");
    s.get("/{db}/_all_docs?keys=['c','b']&key='a'").fails(400, "query_parse_error");
    s.get("/{db}/_all_docs?endkey='b'&keys=['a','c']").fails(400, "query_parse_error");
    s.post("/{db}/_all_docs?key='a'", "{'keys':['b','c']}").fails(400, "query_parse_error");
  }

  @Case("A media type may have parameters")
  void parameters(Scene s) {
    s.database();
    s.ask("POST", "/{db}/_bulk_docs")
        .text("application/json; charset=utf-8", "{\"docs\":[]}")
        .send()
        .status(201);
  }

  @Case("The offset of no row is that of its place, and all documents behind the first of them")
  void offsets(Scene s) {
    three(s);
    s.get("/{db}/_all_docs?startkey='zz'").is(200, "{'total_rows':3,'offset':3,'rows':[]}");
    s.get("/{db}/_all_docs?startkey='b'&endkey='a'")
        .is(200, "{'total_rows':3,'offset':1,'rows':[]}");
    s.get("/{db}/_all_docs?endkey='0'").is(200, "{'total_rows':3,'offset':0,'rows':[]}");
  }

  @Case(value = "The offset behind a bound that is no text", since = "3.4")
  void offsetsBehind(Scene s) {
    three(s);
    s.get("/{db}/_all_docs?descending=true&startkey=null")
        .is(200, "{'total_rows':3,'offset':3,'rows':[]}");
    s.get("/{db}/_all_docs?endkey=null").is(200, "{'total_rows':3,'offset':0,'rows':[]}");
    s.get("/{db}/_all_docs?startkey='b'&endkey={}")
        .is(200, "{'total_rows':3,'offset':1,'rows':[]}");
  }

  @Case("open_revs names each revision once")
  void openRevsOnce(Scene s) {
    s.database();
    String rev = s.write("/{db}/a", "{}");
    s.ask("GET", "/{db}/a?open_revs=['1-x','" + rev + "','1-x','" + rev + "']")
        .header("Accept", "application/json")
        .send()
        .is(200, "[{'ok':{'_id':'a','_rev':'" + rev + "'}},{'missing':'1-x'}]");
  }

  @Case("COPY takes a broken escape of its destination for what it is")
  void brokenDestination(Scene s) {
    s.database();
    s.write("/{db}/a", "{}");
    s.ask("COPY", "/{db}/a")
        .header("Destination", "%zz")
        .send()
        .is(201, "{'ok':true,'id':'%zz','rev':'<rev>'}");
    s.ask("COPY", "/{db}/a")
        .header("Destination", "x+y")
        .send()
        .is(201, "{'ok':true,'id':'x y','rev':'<rev>'}");
  }

  @Case(value = "COPY to an id that is reserved is refused", since = "3.4")
  void reservedDestination(Scene s) {
    s.database();
    s.write("/{db}/a", "{}");
    s.ask("COPY", "/{db}/a").header("Destination", "_bad").send().fails(400, "illegal_docid");
  }

  @Case(value = "COPY makes documents of ids that are reserved", until = "3.4")
  void reservedDestinationBefore34(Scene s) {
    s.database();
    s.write("/{db}/a", "{}");
    s.ask("COPY", "/{db}/a")
        .header("Destination", "_bad")
        .send()
        .is(201, "{'ok':true,'id':'_bad','rev':'<rev>'}");
    s.get("/{db}/_all_docs").has("{'total_rows':2,'<more>':0}");
  }
}
