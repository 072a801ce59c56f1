package io.github.chthosting.testkit.contract.document;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Functions;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject("Views: reduce and group")
final class Reduces {
  private static final String VIEW = "/{db}/_design/contract/_view/";

  private static Scene some(Scene s) {
    s.database();
    s.write("/{db}/_design/contract", Functions.views());
    s.post(
            "/{db}/_bulk_docs",
            "{'docs':[{'_id':'a','type':'x','n':1},{'_id':'b','type':'y','n':2},{'_id':'c','type':'x','n':3}]}")
        .status(201);
    return s;
  }

  @Case("_sum of all")
  void sum(Scene s) {
    some(s).get(VIEW + "sum").is(200, "{'rows':[{'key':null,'value':6}]}");
  }

  @Case("_count of all")
  void count(Scene s) {
    some(s).get(VIEW + "count").is(200, "{'rows':[{'key':null,'value':3}]}");
  }

  @Case("_stats of all")
  void stats(Scene s) {
    some(s)
        .get(VIEW + "stats")
        .is(200, "{'rows':[{'key':null,'value':{'sum':6,'count':3,'min':1,'max':3,'sumsqr':14}}]}");
  }

  @Case("group=true gives a row for each key")
  void group(Scene s) {
    some(s)
        .get(VIEW + "count?group=true")
        .is(200, "{'rows':[{'key':'x','value':2},{'key':'y','value':1}]}");
  }

  @Case("group_level groups by the beginning of a list")
  void groupLevel(Scene s) {
    some(s)
        .get(VIEW + "sum?group_level=1")
        .is(200, "{'rows':[{'key':['x'],'value':4},{'key':['y'],'value':2}]}");
  }

  @Case("group_level=0 is no grouping")
  void groupLevelZero(Scene s) {
    some(s).get(VIEW + "sum?group_level=0").is(200, "{'rows':[{'key':null,'value':6}]}");
  }

  @Case("reduce=false gives the rows")
  void withoutReduce(Scene s) {
    some(s)
        .get(VIEW + "count?reduce=false&limit=1")
        .is(200, "{'total_rows':3,'offset':0,'rows':[{'id':'a','key':'x','value':null}]}");
  }

  @Case("A reduce of a range")
  void range(Scene s) {
    some(s)
        .get(VIEW + "sum?startkey=['x']&endkey=['x',{}]")
        .is(200, "{'rows':[{'key':null,'value':4}]}");
  }

  @Case("A reduce with keys and group gives a row for each key that is there")
  void keys(Scene s) {
    some(s)
        .post(VIEW + "count?group=true", "{'keys':['y','x','none']}")
        .is(200, "{'rows':[{'key':'y','value':1},{'key':'x','value':2}]}");
  }

  @Case("A reduce of nothing gives no row when grouped, and 0 or none when not")
  void nothing(Scene s) {
    some(s).get(VIEW + "count?key='none'&group=true").is(200, "{'rows':[]}");
    s.get(VIEW + "count?key='none'").is(200, "{'rows':[]}");
  }

  @Case("limit counts groups, descending=true turns them round")
  void limit(Scene s) {
    some(s)
        .get(VIEW + "count?group=true&limit=1&descending=true")
        .is(200, "{'rows':[{'key':'y','value':1}]}");
  }

  @Case(
      value = "include_docs with a reduce is a bad request",
      pouch = "says: {include_docs:true} is invalid for reduce")
  void includeDocs(Scene s) {
    some(s)
        .get(VIEW + "count?include_docs=true")
        .fails(400, "query_parse_error", "`include_docs` is invalid for reduce");
  }

  @Case(value = "group of a view without reduce is a bad request", pouch = "answers 200, not 400")
  void groupWithoutReduce(Scene s) {
    some(s)
        .get(VIEW + "by_type?group=true")
        .fails(400, "query_parse_error", "Invalid use of grouping on a map view.");
  }

  @Case(
      value = "reduce=true of a view without reduce is a bad request",
      pouch = "answers 200, not 400")
  void reduceWithoutReduce(Scene s) {
    some(s)
        .get(VIEW + "by_type?reduce=true")
        .fails(400, "query_parse_error", "Reduce is invalid for map-only views.");
  }

  @Case(value = "keys of a reduce without group reduces them together", since = "3.4")
  void keysWithoutGroup(Scene s) {
    some(s).post(VIEW + "count", "{'keys':['x']}").is(200, "{'rows':[{'key':null,'value':2}]}");
  }
}
