package io.github.chthosting.testkit.contract.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.contract.Answer;
import io.github.chthosting.testkit.contract.Case;
import io.github.chthosting.testkit.contract.Scene;
import io.github.chthosting.testkit.contract.Subject;
import java.nio.charset.StandardCharsets;

@Subject("Attachments by themselves: /db/doc/name")
final class Attachments {
  static final String MD5_OF_HELLO = "XUFAKrxLKna5cZ2REBfFkg==";

  private static Answer hello(Scene s, String path) {
    return s.ask("PUT", path).text("image/png", "hello").send().status(201);
  }

  @Case(
      value = "PUT creates document and attachment: 201 with the document's rev",
      pouch = "sends no ETag")
  void create(Scene s) {
    s.database();
    hello(s, "/{db}/a/f")
        .is(201, "{'ok':true,'id':'a','rev':'<rev>'}")
        .noHeader("ETag")
        .headerLike("Location", ".*/a/f");
  }

  @Case(
      value = "GET gives content, type, length, and the digest as ETag",
      pouch = "sends no Cache-Control")
  void read(Scene s) {
    s.database();
    hello(s, "/{db}/a/f");
    s.get("/{db}/a/f")
        .status(200)
        .text("hello")
        .header("Content-Type", "image/png")
        .header("Content-Length", "5")
        .header("ETag", "\"" + MD5_OF_HELLO + "\"")
        .header("Cache-Control", "must-revalidate");
  }

  @Case("HEAD gives the headers of GET without content")
  void head(Scene s) {
    s.database();
    hello(s, "/{db}/a/f");
    s.head("/{db}/a/f")
        .status(200)
        .text("")
        .header("Content-Type", "image/png")
        .header("Content-Length", "5");
  }

  @Case("The document holds a stub of it")
  void stub(Scene s) {
    s.database();
    hello(s, "/{db}/a/f");
    s.get("/{db}/a")
        .is(
            200,
            "{'_id':'a','_rev':'<rev>','_attachments':{'f':{'content_type':'image/png','revpos':1,'digest':'md5-%s','length':5,'stub':true}}}"
                .formatted(MD5_OF_HELLO));
  }

  @Case("PUT to a document needs its rev: 409 without")
  void conflict(Scene s) {
    s.database();
    s.write("/{db}/a", "{'n':1}");
    s.ask("PUT", "/{db}/a/f").text("image/png", "hello").send().fails(409, "conflict");
  }

  @Case("PUT with the rev keeps the body and the other attachments")
  void add(Scene s) {
    s.database();
    String rev = s.write("/{db}/a", "{'n':1}");
    rev = hello(s, "/{db}/a/f?rev=" + rev).rev();
    hello(s, "/{db}/a/g?rev=" + rev);
    s.get("/{db}/a").has("{'n':1,'_attachments':{'f':'<object>','g':'<object>'},'<more>':0}");
  }

  @Case("PUT over one replaces it, and moves its revpos")
  void replace(Scene s) {
    s.database();
    String rev = hello(s, "/{db}/a/f").rev();
    s.ask("PUT", "/{db}/a/f?rev=" + rev).text("image/gif", "other").send().status(201);
    s.get("/{db}/a/f").text("other").header("Content-Type", "image/gif");
    s.get("/{db}/a").has("{'_attachments':{'f':{'revpos':2,'<more>':0}},'<more>':0}");
  }

  @Case(
      value = "An update that repeats the stub keeps the attachment",
      pouch = "answers 412, not 201")
  void keepByStub(Scene s) {
    s.database();
    String rev = hello(s, "/{db}/a/f").rev();
    s.put("/{db}/a", "{'_rev':'" + rev + "','n':2,'_attachments':{'f':{'stub':true}}}").status(201);
    s.get("/{db}/a/f").text("hello");
    s.get("/{db}/a")
        .has("{'n':2,'_attachments':{'f':{'revpos':1,'stub':true,'<more>':0}},'<more>':0}");
  }

  @Case(value = "An update without the stub drops the attachment", pouch = "says: missing")
  void dropByUpdate(Scene s) {
    s.database();
    String rev = hello(s, "/{db}/a/f").rev();
    s.put("/{db}/a", "{'_rev':'" + rev + "'}").status(201);
    s.get("/{db}/a/f").fails(404, "not_found", "Document is missing attachment");
    s.get("/{db}/a/f?rev=" + rev).status(200).text("hello");
  }

  @Case("DELETE removes it: 200 with a new rev")
  void delete(Scene s) {
    s.database();
    String rev = hello(s, "/{db}/a/f").rev();
    s.delete("/{db}/a/f?rev=" + rev).is(200, "{'ok':true,'id':'a','rev':'<rev>'}");
    s.get("/{db}/a").is(200, "{'_id':'a','_rev':'<rev>'}");
  }

  @Case("DELETE without the rev answers 409")
  void deleteWithoutRev(Scene s) {
    s.database();
    hello(s, "/{db}/a/f");
    s.delete("/{db}/a/f").fails(409, "conflict");
  }

  @Case(value = "GET of a missing one answers 404", pouch = "says: missing")
  void missing(Scene s) {
    s.database();
    s.write("/{db}/a", "{}");
    s.get("/{db}/a/f").fails(404, "not_found", "Document is missing attachment");
  }

  @Case("GET of one of a missing document answers 404 missing")
  void missingDocument(Scene s) {
    s.database();
    s.get("/{db}/a/f").fails(404, "not_found", "missing");
  }

  @Case("If-None-Match with the digest answers 304")
  void notModified(Scene s) {
    s.database();
    hello(s, "/{db}/a/f");
    s.ask("GET", "/{db}/a/f")
        .header("If-None-Match", "\"" + MD5_OF_HELLO + "\"")
        .send()
        .status(304)
        .text("");
  }

  @Case("A name may hold slashes, escaped or not")
  void slash(Scene s) {
    s.database();
    hello(s, "/{db}/a/f/g.txt");
    s.get("/{db}/a/f%2Fg.txt").status(200).text("hello");
    s.get("/{db}/a").has("{'_attachments':{'f/g.txt':'<object>'},'<more>':0}");
  }

  @Case("A name may hold spaces and letters outside ASCII")
  void name(Scene s) {
    s.database();
    hello(s, "/{db}/a/%C3%A4%20b");
    s.get("/{db}/a/%C3%A4%20b").text("hello");
    s.get("/{db}/a").has("{'_attachments':{'ä b':'<object>'},'<more>':0}");
  }

  @Case(
      value = "A name that begins with an underscore is illegal",
      pouch = "says: Something wrong with the request")
  void underscore(Scene s) {
    s.database();
    s.ask("PUT", "/{db}/a/_f")
        .text("image/png", "x")
        .send()
        .fails(400, "bad_request", "Attachment name '_f' starts with prohibited character '_'");
  }

  @Case("Without a content type it is application/octet-stream")
  void withoutType(Scene s) {
    s.database();
    s.ask("PUT", "/{db}/a/f").send().status(201);
    s.get("/{db}/a/f").header("Content-Type", "application/octet-stream").text("");
  }

  @Case("Content of no bytes is kept")
  void empty(Scene s) {
    s.database();
    s.ask("PUT", "/{db}/a/f").text("image/png", "").send().status(201);
    s.get("/{db}/a/f").status(200).text("").header("ETag", "\"1B2M2Y8AsgTpgAmY7PhCfg==\"");
  }

  @Case("Content in chunks is kept whole")
  void chunked(Scene s) {
    s.database();
    s.ask("PUT", "/{db}/a/f")
        .chunked("image/png", "hello".getBytes(StandardCharsets.UTF_8))
        .send()
        .status(201);
    s.get("/{db}/a/f").text("hello");
  }

  @Case("A million bytes come back as they went")
  void large(Scene s) {
    s.database();
    byte[] bytes = new byte[1_000_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 + i / 257);
    }
    s.ask("PUT", "/{db}/a/f").bytes("application/octet-stream", bytes).send().status(201);
    assertThat(s.get("/{db}/a/f").bytes()).isEqualTo(bytes);
  }

  @Case(value = "Content-MD5 of an upload is not checked, and not sent back", since = "3.4")
  void contentMd5(Scene s) {
    s.database();
    s.ask("PUT", "/{db}/a/f")
        .header("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==")
        .text("image/png", "hello")
        .send()
        .status(201);
    s.get("/{db}/a/f").text("hello").noHeader("Content-MD5");
  }

  @Case(value = "An attachment is served in a sandbox", pouch = "sends no Content-Security-Policy")
  void sandbox(Scene s) {
    s.database();
    hello(s, "/{db}/a/f");
    s.get("/{db}/a/f").header("Content-Security-Policy", "sandbox");
  }

  @Case(
      value = "Range gives part of content that is not compressed: 206",
      pouch = "sends no Accept-Ranges")
  void range(Scene s) {
    s.database();
    s.ask("PUT", "/{db}/a/f").text("application/octet-stream", "0123456789").send().status(201);
    s.get("/{db}/a/f").header("Accept-Ranges", "bytes");
    s.ask("GET", "/{db}/a/f")
        .header("Range", "bytes=2-4")
        .send()
        .status(206)
        .text("234")
        .header("Content-Range", "bytes 2-4/10");
    s.ask("GET", "/{db}/a/f")
        .header("Range", "bytes=-3")
        .send()
        .status(206)
        .text("789")
        .header("Content-Range", "bytes 7-9/10");
  }

  @Case(value = "A range beyond the end answers 416", pouch = "answers 200, not 416")
  void badRange(Scene s) {
    s.database();
    s.ask("PUT", "/{db}/a/f").text("application/octet-stream", "0123456789").send().status(201);
    s.ask("GET", "/{db}/a/f").header("Range", "bytes=20-30").send().status(416);
  }

  @Case(
      value = "Text is stored compressed, and given plain to who does not ask for gzip",
      pouch = "sends no Accept-Ranges")
  void text(Scene s) {
    s.database();
    s.ask("PUT", "/{db}/a/f").text("text/plain", "hello").send().status(201);
    s.get("/{db}/a/f")
        .status(200)
        .text("hello")
        .noHeader("Content-Encoding")
        .header("Accept-Ranges", "none");
  }

  @Case(value = "Text is given compressed to who accepts gzip", pouch = "sends no Content-Encoding")
  void gzip(Scene s) {
    s.database();
    s.ask("PUT", "/{db}/a/f").text("text/plain", "hello".repeat(100)).send().status(201);
    Answer answer = s.ask("GET", "/{db}/a/f").header("Accept-Encoding", "gzip").send().status(200);
    answer.header("Content-Encoding", "gzip");
    assertThat(answer.bytes()).startsWith(0x1f, 0x8b);
  }

  @Case(
      value =
          "The stub of a compressed attachment tells the plain length, with att_encoding_info the encoded too",
      pouch = "has no encoding, encoded_length")
  void encodingInfo(Scene s) {
    s.database();
    s.ask("PUT", "/{db}/a/f").text("text/plain", "hello".repeat(100)).send().status(201);
    s.get("/{db}/a")
        .has(
            "{'_attachments':{'f':{'content_type':'text/plain','revpos':1,'digest':'<string>','length':500,'stub':true}},'<more>':0}");
    s.get("/{db}/a?att_encoding_info=true")
        .has(
            "{'_attachments':{'f':{'length':500,'encoding':'gzip','encoded_length':'<int>','<more>':0}},'<more>':0}");
  }

  @Case("A conflict's attachment is read by rev")
  void ofConflict(Scene s) {
    s.database();
    s.graft("a", "{'_attachments':{'f':{'content_type':'image/png','data':'YQ=='}}}", 1, "aaaa");
    s.graft("a", "{'_attachments':{'f':{'content_type':'image/png','data':'Yg=='}}}", 1, "bbbb");
    s.get("/{db}/a/f").text("b");
    s.get("/{db}/a/f?rev=1-aaaa").text("a");
  }
}
