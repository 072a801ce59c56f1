package io.github.chthosting.testkit.contract.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.contract.Answer;
import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;

@Subject("Revisions: the rev that an edit gives")
final class Revisions {
  private static void first(Scene s, String body, String rev) {
    s.database();
    assertThat(s.write("/{db}/a", body)).as("rev of %.60s", body).isEqualTo(rev);
  }

  @Case(value = "An empty document", pouch = "computes revs by another rule")
  void empty(Scene s) {
    first(s, "{}", "1-967a00dff5e02add41819138abb3284d");
  }

  @Case(value = "A text", pouch = "computes revs by another rule")
  void text(Scene s) {
    first(s, "{'a':'b'}", "1-4b8a35d3f70a5962f86c6dd06ceb599c");
  }

  @Case(
      value = "A text in letters of two, three and four bytes",
      pouch = "computes revs by another rule")
  void unicode(Scene s) {
    first(s, "{'a':'ä你\uD83D\uDE00'}", "1-6c6ba943dfd1397806b2b20f1b209d3d");
  }

  @Case(value = "A text written with escapes is the text", pouch = "computes revs by another rule")
  void escapes(Scene s) {
    first(s, "{'a':'\\u00e4\\u4f60\\ud83d\\ude00'}", "1-6c6ba943dfd1397806b2b20f1b209d3d");
  }

  @Case(
      value = "A text with control characters and quotes",
      pouch = "computes revs by another rule")
  void control(Scene s) {
    first(s, "{'a':'\\n\\t\\u0000\\\"\\\\\\/'}", "1-a7c820b87472d9df7c3daed7a94d44bf");
  }

  @Case(value = "A text of 70,000 letters", pouch = "computes revs by another rule")
  void longText(Scene s) {
    first(s, "{'a':'" + "x".repeat(70_000) + "'}", "1-6157a93204b15b592fe2950574c190f3");
  }

  @Case(value = "true, false and null", pouch = "computes revs by another rule")
  void words(Scene s) {
    first(s, "{'t':true,'f':false,'n':null}", "1-c81e091d090c8477df2f0d59fcf546fb");
  }

  @Case(value = "Integers of one byte: 0, 1, 255", pouch = "computes revs by another rule")
  void smallIntegers(Scene s) {
    first(s, "{'a':0,'b':1,'c':255}", "1-e04c14a09bc3412e172c7430e14bff4d");
  }

  @Case(
      value = "Integers of four bytes: 256, -1, 2147483647, -2147483648",
      pouch = "computes revs by another rule")
  void integers(Scene s) {
    first(
        s, "{'a':256,'b':-1,'c':2147483647,'d':-2147483648}", "1-fc3192564a140c16154b8d49199af8e0");
  }

  @Case(value = "Integers of five to eight bytes", pouch = "computes revs by another rule")
  void longIntegers(Scene s) {
    first(
        s,
        "{'a':2147483648,'b':-2147483649,'c':9223372036854775807,'d':-9223372036854775808}",
        "1-ba7a6c80cd85d0dceb3bda4cff12a394");
  }

  @Case(value = "Integers above eight bytes", pouch = "computes revs by another rule")
  void bigIntegers(Scene s) {
    first(
        s,
        "{'a':18446744073709551616,'b':-123456789012345678901234567890}",
        "1-0de5fbe4dd865716ab19c17e5039853d");
  }

  @Case(value = "Floating point numbers", pouch = "computes revs by another rule")
  void floats(Scene s) {
    first(s, "{'a':0.5,'b':-1.25,'c':3.141592653589793}", "1-d499340a55150f696c136df21c8bf99d");
  }

  @Case(value = "1.0 is no integer", pouch = "computes revs by another rule")
  void wholeFloat(Scene s) {
    first(s, "{'a':1.0}", "1-8a159b695bf2bd957f1a435bfd6e1739");
  }

  @Case(
      value = "Numbers with exponents are floating point",
      pouch = "computes revs by another rule")
  void exponents(Scene s) {
    first(s, "{'a':1e3,'b':1.5E-7,'c':1e300}", "1-e669d01460b72f1931208f4e9eeb5165");
  }

  @Case(value = "Minus zero, whole and floating", pouch = "computes revs by another rule")
  void minusZero(Scene s) {
    first(s, "{'a':-0,'b':-0.0}", "1-e3507e6ca6806cbe39cdeaf80635a5d6");
  }

  @Case(value = "An empty list and an empty object", pouch = "computes revs by another rule")
  void emptyContainers(Scene s) {
    first(s, "{'a':[],'b':{}}", "1-26248cb82603d459b9a699ab741faf30");
  }

  @Case(
      value = "A list of bytes, which Erlang writes as a string",
      pouch = "computes revs by another rule")
  void listOfBytes(Scene s) {
    first(s, "{'a':[1,2,3]}", "1-308048961a84beb0c9e99e07facf0f5f");
  }

  @Case(value = "A list with one number above 255", pouch = "computes revs by another rule")
  void listOfIntegers(Scene s) {
    first(s, "{'a':[1,2,256]}", "1-30a0188439169c59799fe98f4939d410");
  }

  @Case(value = "A list with 0 and 255, and one with -1", pouch = "computes revs by another rule")
  void listOfLimits(Scene s) {
    first(s, "{'a':[0,255],'b':[-1]}", "1-b743653fd81fc0f1d84d557ad78cc16a");
  }

  @Case(value = "A list of mixed values", pouch = "computes revs by another rule")
  void mixedList(Scene s) {
    first(s, "{'a':[1,'x',null,true,1.5,[2],{'b':3}]}", "1-764b63ca229ce4c644b0a778aa963372");
  }

  @Case(
      value = "A list of 70,000 bytes, more than a string of Erlang holds",
      pouch = "computes revs by another rule")
  void longList(Scene s) {
    first(s, "{'a':[" + "7,".repeat(69_999) + "7]}", "1-7aae80c72ae5f046fad94369742d5c11");
  }

  @Case(value = "Objects within objects", pouch = "computes revs by another rule")
  void nested(Scene s) {
    first(s, "{'a':{'b':{'c':{'d':[{'e':1}]}}}}", "1-07c6c9a1bbf995ffbcfb61446100174d");
  }

  @Case("The order of members counts")
  void order(Scene s) {
    s.database();
    assertThat(s.write("/{db}/a", "{'x':1,'y':2}"))
        .isNotEqualTo(s.write("/{db}/b", "{'y':2,'x':1}"));
  }

  @Case(value = "The id does not count", pouch = "computes revs by another rule")
  void idDoesNotCount(Scene s) {
    s.database();
    assertThat(s.write("/{db}/a", "{'x':1}")).isEqualTo(s.write("/{db}/b", "{'_id':'b','x':1}"));
  }

  @Case(value = "White space does not count", pouch = "computes revs by another rule")
  void whiteSpace(Scene s) {
    s.database();
    assertThat(s.write("/{db}/a", "{'x':1}")).isEqualTo(s.write("/{db}/b", " {  'x' :\n 1 } "));
  }

  @Case(value = "A second edit counts the first rev in", pouch = "computes revs by another rule")
  void second(Scene s) {
    s.database();
    String rev = s.write("/{db}/a", "{}");
    assertThat(s.write("/{db}/a?rev=" + rev, "{}")).isEqualTo("2-7051cbe5c8faecd085a3fa619e6e6337");
    String other = s.write("/{db}/b", "{'n':1}");
    assertThat(s.write("/{db}/b?rev=" + other, "{}"))
        .isEqualTo("2-377c69d267a977f42a8281de57922923");
  }

  @Case(value = "A deletion, and a deletion with a body", pouch = "computes revs by another rule")
  void deletion(Scene s) {
    s.database();
    String rev = s.write("/{db}/a", "{'n':1}");
    assertThat(s.delete("/{db}/a?rev=" + rev).rev())
        .isEqualTo("2-bfa217b130671a8782e04560da45345b");
    rev = s.write("/{db}/b", "{'n':1}");
    assertThat(s.put("/{db}/b?rev=" + rev, "{'_deleted':true,'n':1}").rev())
        .isEqualTo("2-780a58e264fa8ae3b05b550fda93c41a");
  }

  @Case(value = "A document on top of its tombstone", pouch = "computes revs by another rule")
  void recreated(Scene s) {
    s.database();
    s.delete("/{db}/a?rev=" + s.write("/{db}/a", "{'n':1}"));
    assertThat(s.write("/{db}/a", "{'n':1}")).isEqualTo("3-1c4d7ae427747bfae5bb08dde8079b21");
  }

  @Case(
      value = "An attachment counts by name, type and digest",
      pouch = "computes revs by another rule")
  void attachment(Scene s) {
    first(
        s,
        "{'_attachments':{'f.txt':{'content_type':'text/plain','data':'aGVsbG8='}}}",
        "1-a5d537a11533f4f796be61f51d2d5110");
  }

  @Case(
      value = "An attachment of a type that is not compressed",
      pouch = "computes revs by another rule")
  void binaryAttachment(Scene s) {
    first(
        s,
        "{'_attachments':{'f.bin':{'content_type':'application/octet-stream','data':'aGVsbG8='}}}",
        "1-48b6a4bbed94b975c146bfcb6c569747");
  }

  @Case(value = "Two attachments, and a body beside them", pouch = "computes revs by another rule")
  void attachments(Scene s) {
    first(
        s,
        "{'n':1,'_attachments':{'b':{'content_type':'image/png','data':'Yg=='},'a':{'content_type':'image/png','data':'YQ=='}}}",
        "1-682e8d2cfe6769385965127807c79409");
  }

  @Case(value = "An attachment put by itself", pouch = "computes revs by another rule")
  void standalone(Scene s) {
    s.database();
    Answer put =
        s.ask("PUT", "/{db}/a/f.bin").text("application/octet-stream", "hello").send().status(201);
    assertThat(put.rev()).isEqualTo("1-48b6a4bbed94b975c146bfcb6c569747");
  }

  @Case(value = "A design document", pouch = "computes revs by another rule")
  void design(Scene s) {
    s.database();
    assertThat(
            s.write(
                "/{db}/_design/d",
                "{'language':'javascript','views':{'v':{'map':'function(doc){}'}}}"))
        .isEqualTo("1-4e7d1005ae1f357e13b8a961a49e005b");
  }

  @Case(value = "The same by _bulk_docs as by PUT", pouch = "computes revs by another rule")
  void bulk(Scene s) {
    s.database();
    s.post("/{db}/_bulk_docs", "{'docs':[{'_id':'a'}]}")
        .is(201, "[{'ok':true,'id':'a','rev':'1-967a00dff5e02add41819138abb3284d'}]");
  }
}
