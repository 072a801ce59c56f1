package io.github.chthosting.testkit.internal.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.testkit.internal.store.JsonText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Answers are those of Apache CouchDB 3.5.0. */
class SelectorTest {
  private static final ObjectNode DOCUMENT =
      json(
          "{'_id':'a','n':1,'t':'x','o':{'p':1,'q':[1,2]},'l':[1,2,3],'k':[{'k':1},{'k':2}],"
              + "'e':[],'z':null,'a.b':5}");

  private static ObjectNode json(String text) {
    return (ObjectNode) JsonText.parse(text.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|true",
        "{'n':1}|true",
        "{'n':1.0}|true",
        "{'n':{'$gt':1}}|false",
        "{'n':{'$lt':'z'}}|true",
        "{'n':{'$gt':0,'$lt':2}}|true",
        "{'n':{'$not':{'$gt':1}}}|true",
        "{'missing':{'$ne':1}}|false",
        "{'$not':{'missing':1}}|false",
        "{'missing':{'$exists':false}}|true",
        "{'n':{'m':{'$exists':false}}}|false",
        "{'z':null}|true",
        "{'z':{'$type':'null'}}|true",
        "{'o.p':1}|true",
        "{'o':{'p':1}}|true",
        "{'o.q.1':2}|true",
        "{'a\\\\.b':5}|true",
        "{'l':{'$all':[1,2]}}|true",
        "{'l':{'$all':[]}}|false",
        "{'l':{'$size':3}}|true",
        "{'l':{'$in':[3]}}|true",
        "{'l':{'$nin':[9]}}|true",
        "{'n':{'$nin':[]}}|true",
        "{'l':{'$elemMatch':{'$gt':2}}}|true",
        "{'k':{'$elemMatch':{'k':2}}}|true",
        "{'k':{'$allMatch':{'k':{'$gt':1}}}}|false",
        "{'e':{'$allMatch':{'k':1}}}|false",
        "{'o':{'$keyMapMatch':{'$eq':'q'}}}|true",
        "{'n':{'$mod':[2,1]}}|true",
        "{'t':{'$regex':'^[xy]$'}}|true",
        "{'t':{'$beginsWith':'x'}}|true",
        "{'$or':[{'n':7},{'t':'x'}]}|true",
        "{'$nor':[{'n':1},{'n':2}]}|false",
        "{'$and':[{'n':1},{'t':'y'}]}|false"
      })
  void matches(String selector, boolean expected) {
    assertThat(Selector.parse(json(selector)).matches(DOCUMENT)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'n':{'$foo':1}}|Invalid operator: $foo",
        "{'n':{'$in':1}}|Bad argument for operator $in: 1",
        "{'n':{'$regex':'('}}|Bad argument for operator $regex: <<40>>",
        "{'n':{'$regex':3}}|Invalid operator: $regex",
        "{'$gt':3}|One or more conditions is missing a field name.",
        "{'n.':1}|Invalid field name: n.",
        "{'$or':1}|Bad argument for operator $or: 1"
      })
  void refuses(String selector, String reason) {
    assertThatThrownBy(() -> Selector.parse(json(selector))).hasMessage(reason);
  }
}
