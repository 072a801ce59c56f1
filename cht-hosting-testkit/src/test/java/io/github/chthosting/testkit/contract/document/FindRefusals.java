package io.github.chthosting.testkit.contract.document;

import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject(
    value = "_find, its warnings and refusals",
    pouch = "is not asked: it words them otherwise")
final class FindRefusals {
  @Case("_find warns when it examined more than ten times what it returned")
  void many(Scene s) {
    s.database();
    StringBuilder docs = new StringBuilder();
    for (int i = 0; i < 11; i++) {
      docs.append(i == 0 ? "" : ",").append("{'n':" + i + "}");
    }
    s.post("/{db}/_bulk_docs", "{'docs':[" + docs + "]}").status(201);
    s.post("/{db}/_find", "{'selector':{'n':3}}")
        .has(
            "{'warning':'No matching index found, create an index to optimize "
                + "query time.\\nThe number of documents examined is high in proportion to the number of results "
                + "returned. Consider adding a more specific index to improve this.','<more>':0}");
    s.post("/{db}/_find", "{'selector':{'n':{'$gt':8}}}")
        .has(
            "{'warning':'No matching index found, create an "
                + "index to optimize query time.','<more>':0}");
  }

  @Case(value = "use_index is one name or two", since = "3.4")
  void useIndex(Scene s) {
    s.database();
    s.post("/{db}/_find", "{'selector':{},'use_index':1}")
        .fails(400, "invalid_index_name", "Invalid index name: 1");
    s.post("/{db}/_find", "{'selector':{},'use_index':['a','b','c']}")
        .fails(400, "invalid_index_name", "Invalid index name: [<<97>>,<<98>>,<<99>>]");
  }

  @Case(value = "allow_fallback false wants a use_index", since = "3.4")
  void fallback(Scene s) {
    s.database();
    s.post("/{db}/_find", "{'selector':{},'allow_fallback':false}")
        .fails(400, "invalid_index", "You must specify an index with the `use_index` parameter.");
  }

  @Case("r is an integer greater than zero")
  void r(Scene s) {
    s.database();
    s.post("/{db}/_find", "{'selector':{},'r':'x'}")
        .fails(400, "invalid_pos_integer", "<<120>> is not an integer greater than zero");
  }

  @Case("update is a boolean")
  void update(Scene s) {
    s.database();
    s.post("/{db}/_find", "{'selector':{},'update':'x'}")
        .fails(400, "invalid_boolean", "Invalid boolean value: <<120>>");
  }

  @Case(value = "A database without partitions has none to search", since = "3.4")
  void partition(Scene s) {
    s.database();
    s.post("/{db}/_find", "{'selector':{},'partition':'x'}")
        .fails(400, "query_parse_error", "`partition` parameter is not supported on this db");
  }

  @Case("A limit of 0 gives no bookmark")
  void none(Scene s) {
    s.database();
    s.write("/{db}/a", "{}");
    s.post("/{db}/_find", "{'selector':{},'limit':0}")
        .has("{'docs':[],'bookmark':'nil','<more>':0}");
  }

  @Case(value = "_explain gives no index where none serves the sort", since = "3.4")
  void explained(Scene s) {
    s.database();
    s.post("/{db}/_explain", "{'selector':{'a':1},'sort':['b']}")
        .is(200, "{'index':null,'<more>':0}");
  }

  @Case(value = "_explain says which fields an index would help with", since = "3.4")
  void hints(Scene s) {
    s.database();
    s.post("/{db}/_explain", "{'selector':{'n':3}}")
        .has(
            "{'selector_hints':[{'type':'json',"
                + "'indexable_fields':['n'],'unindexable_fields':[]}],'<more>':0}");
  }

  @Case("A sort is a list")
  void sortText(Scene s) {
    s.database();
    s.post("/{db}/_find", "{'selector':{},'sort':'x'}")
        .fails(400, "invalid_sort_json", "Sort must be an array of sort specs, not: <<\"x\">>");
  }

  @Case("The fields of an index are a list")
  void indexFields(Scene s) {
    s.database();
    s.post("/{db}/_index", "{'index':{'fields':'n'}}")
        .fails(400, "invalid_sort_json", "Sort must be an array of sort specs, not: <<\"n\">>");
  }

  @Case("An index has one direction")
  void indexMixed(Scene s) {
    s.database();
    s.post("/{db}/_index", "{'index':{'fields':[{'a':'desc'},'b']}}")
        .fails(
            400,
            "unsupported_mixed_sort",
            "Sorts currently only support a single direction for all fields.");
  }

  @Case("The definition of an index has no other members")
  void indexKey(Scene s) {
    s.database();
    s.post("/{db}/_index", "{'index':{'fields':['a'],'foo':1}}")
        .fails(400, "invalid_key", "Invalid key foo for this request.");
  }

  @Case("A partial filter is a selector")
  void indexPartial(Scene s) {
    s.database();
    s.post("/{db}/_index", "{'index':{'fields':['a'],'partial_filter_selector':1}}")
        .fails(400, "invalid_selector_json", "Selector must be a JSON object, not: 1");
  }

  @Case("A query by a partial index sees its part only")
  void partial(Scene s) {
    s.database();
    s.write("/{db}/a", "{'s':'b','t':1}");
    s.write("/{db}/b", "{'s':'b','t':2}");
    s.post(
            "/{db}/_index",
            "{'index':{'fields':['s'],'partial_filter_selector':{'t':1}},'ddoc':'p'}")
        .status(200);
    s.post("/{db}/_find", "{'selector':{'s':'b'},'use_index':'p','fields':['_id']}")
        .has("{'docs':[{'_id':'a'}],'<more>':0}");
  }

  @Case("_index has pages")
  void listed(Scene s) {
    s.database();
    s.get("/{db}/_index?skip=1").is(200, "{'total_rows':1,'indexes':[]}");
    s.get("/{db}/_index?limit=x")
        .is(
            500,
            "{'error':'invalid_list_index_params',"
                + "'reason':'Index parameter ranges: limit > 1, skip > 0','ref':'<int>'}");
  }
}
