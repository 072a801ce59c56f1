package io.github.chthosting.testkit.contract.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.contract.Answer;
import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject("_find: what a selector matches")
final class Find {
  private static Scene people(Scene s) {
    s.database();
    s.post(
            "/{db}/_bulk_docs",
            """
            {'docs':[
              {'_id':'ada','age':36,'tags':['math','code'],'address':{'city':'London'},'active':true},
              {'_id':'bob','age':20,'tags':[],'address':{'city':'Paris'},'active':false},
              {'_id':'cyd','age':51.5,'tags':['code'],'name':null,'list':[{'k':1,'v':'x'},{'k':2,'v':'y'}]},
              {'_id':'dan','age':'old','a.b':7}]}""")
        .status(201);
    return s;
  }

  private static void finds(Scene s, String selector, String... ids) {
    Answer answer = people(s).post("/{db}/_find", "{'selector':" + selector + "}").status(200);
    assertThat(answer.json().path("docs"))
        .as("docs of %s", answer)
        .extracting(doc -> doc.path("_id").asString(""))
        .containsExactlyInAnyOrder(ids);
  }

  private static void refuses(Scene s, String selector, String error) {
    people(s).post("/{db}/_find", "{'selector':" + selector + "}").fails(400, error);
  }

  @Case("{} matches every document")
  void everything(Scene s) {
    finds(s, "{}", "ada", "bob", "cyd", "dan");
  }

  @Case("A bare value is $eq")
  void implicitEquals(Scene s) {
    finds(s, "{'age':36}", "ada");
  }

  @Case("$eq of an object wants all of it")
  void equalsObject(Scene s) {
    finds(s, "{'address':{'$eq':{'city':'Paris'}}}", "bob");
  }

  @Case("$eq of null wants the field to be there")
  void equalsNull(Scene s) {
    finds(s, "{'name':null}", "cyd");
  }

  @Case("Fields below are named by a dot, or by nesting")
  void nested(Scene s) {
    finds(s, "{'address.city':'London'}", "ada");
    s.post("/{db}/_find", "{'selector':{'address':{'city':'London'}}}")
        .has("{'docs':[{'_id':'ada','<more>':0}],'<more>':0}");
  }

  @Case("A dot in a name is escaped with a backslash")
  void escapedDot(Scene s) {
    finds(s, "{'a\\\\.b':7}", "dan");
  }

  @Case(
      value = "$ne leaves out documents without the field",
      pouch = "matches documents without the field")
  void notEqual(Scene s) {
    finds(s, "{'active':{'$ne':true}}", "bob");
  }

  @Case("$gt and $lt compare as JSON is ordered: texts are above numbers")
  void greater(Scene s) {
    finds(s, "{'age':{'$gt':36}}", "cyd", "dan");
  }

  @Case("$gte and $lte include the bound")
  void bounds(Scene s) {
    finds(s, "{'age':{'$gte':20,'$lte':36}}", "ada", "bob");
  }

  @Case("$exists true and false")
  void exists(Scene s) {
    finds(s, "{'name':{'$exists':true}}", "cyd");
    s.post("/{db}/_find", "{'selector':{'name':{'$exists':false}},'fields':['_id']}")
        .has("{'docs':['<set>',{'_id':'ada'},{'_id':'bob'},{'_id':'dan'}],'<more>':0}");
  }

  @Case("$type tells null, boolean, number, string, array, object")
  void type(Scene s) {
    finds(s, "{'age':{'$type':'string'}}", "dan");
  }

  @Case("$in and $nin")
  void in(Scene s) {
    finds(s, "{'age':{'$in':[20,36,99]}}", "ada", "bob");
    s.post("/{db}/_find", "{'selector':{'age':{'$nin':[20,36]}},'fields':['_id']}")
        .has("{'docs':['<set>',{'_id':'cyd'},{'_id':'dan'}],'<more>':0}");
  }

  @Case("$in of a list matches any of its elements")
  void inList(Scene s) {
    finds(s, "{'tags':{'$in':['math']}}", "ada");
  }

  @Case("$all wants every element")
  void allOf(Scene s) {
    finds(s, "{'tags':{'$all':['code','math']}}", "ada");
  }

  @Case("$size wants so many elements")
  void size(Scene s) {
    finds(s, "{'tags':{'$size':0}}", "bob");
  }

  @Case("$elemMatch wants one element that matches")
  void elemMatch(Scene s) {
    finds(s, "{'list':{'$elemMatch':{'k':2,'v':'y'}}}", "cyd");
  }

  @Case("$allMatch wants all elements to match, and that there are any")
  void allMatch(Scene s) {
    finds(s, "{'tags':{'$allMatch':{'$eq':'code'}}}", "cyd");
  }

  @Case(value = "$keyMapMatch wants a key that matches", pouch = "answers 400, not 200")
  void keyMapMatch(Scene s) {
    finds(s, "{'address':{'$keyMapMatch':{'$eq':'city'}}}", "ada", "bob");
  }

  @Case("$mod wants a remainder, of integers alone")
  void mod(Scene s) {
    finds(s, "{'age':{'$mod':[10,0]}}", "bob");
  }

  @Case("$regex matches texts alone")
  void regex(Scene s) {
    finds(s, "{'_id':{'$regex':'^[ab]'}}", "ada", "bob");
  }

  @Case(value = "$beginsWith matches a prefix", pouch = "answers 400, not 200", since = "3.4")
  void beginsWith(Scene s) {
    finds(s, "{'_id':{'$beginsWith':'c'}}", "cyd");
  }

  @Case("$and wants all, as do two members")
  void and(Scene s) {
    finds(s, "{'$and':[{'age':{'$gt':10}},{'active':true}]}", "ada");
    s.post("/{db}/_find", "{'selector':{'age':{'$gt':10},'active':true}}")
        .has("{'docs':[{'_id':'ada','<more>':0}],'<more>':0}");
  }

  @Case("$or wants one")
  void or(Scene s) {
    finds(s, "{'$or':[{'_id':'ada'},{'age':'old'}]}", "ada", "dan");
  }

  @Case("$nor wants none")
  void nor(Scene s) {
    finds(s, "{'$nor':[{'_id':'ada'},{'age':'old'}]}", "bob", "cyd");
  }

  @Case(value = "$not turns a selector round", pouch = "answers 400, not 200")
  void not(Scene s) {
    finds(s, "{'age':{'$not':{'$gt':30}}}", "bob");
  }

  @Case("An empty $in matches nothing")
  void emptyLists(Scene s) {
    finds(s, "{'_id':{'$in':[]}}");
  }

  @Case("Deleted documents and design documents are not found")
  void hidden(Scene s) {
    people(s);
    s.write("/{db}/_design/d", "{'age':1}");
    s.delete("/{db}/bob?rev=" + s.get("/{db}/bob").rev());
    Answer answer = s.post("/{db}/_find", "{'selector':{'age':{'$lt':30}}}").status(200);
    assertThat(answer.json().path("docs")).isEmpty();
  }

  @Case(
      value = "An unknown operator is a bad request",
      pouch =
          "says: unknown operator '$nothing' - should be one of $eq, $lte, $lt, $gt, $gte, $exists...")
  void unknownOperator(Scene s) {
    refuses(s, "{'age':{'$nothing':1}}", "invalid_operator");
  }

  @Case(
      value = "$in without a list is a bad request",
      pouch = "says: Query operator $in must be an array. Received number: 1")
  void badIn(Scene s) {
    refuses(s, "{'age':{'$in':1}}", "bad_arg");
  }

  @Case(
      value = "$mod without a remainder is a bad request",
      pouch =
          "says: Query operator $mod must be in the format [divisor, remainder], where divisor and...")
  void badMod(Scene s) {
    refuses(s, "{'age':{'$mod':[2]}}", "bad_arg");
  }

  @Case(
      value = "$regex that is none is a bad request",
      pouch = "says: Invalid regular expression: /[/: Unterminated character class")
  void badRegex(Scene s) {
    refuses(s, "{'_id':{'$regex':'['}}", "bad_arg");
  }
}
