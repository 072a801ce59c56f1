package io.github.chthosting.couchdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.server.CouchDbVersion;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

class DocumentTest {
  private static ObjectNode json(String text) throws IOException {
    return (ObjectNode) new ObjectMapper().readTree(text.replace('\'', '"'));
  }

  @Test
  void namesWhatCouchDbKeepsInADocument() throws IOException {
    Document document =
        Document.of(
            json(
                "{'_id':'a','_rev':'3-c','_deleted':true,'_conflicts':['3-b'],'name':'secret',"
                    + "'_revisions':{'start':3,'ids':['c','b']},'_attachments':{'x':{"
                    + "'content_type':'text/plain','length':9,'digest':'md5-q','revpos':2,"
                    + "'encoding':'gzip','encoded_length':5,'stub':true}}}"));
    assertThat(document.id()).isEqualTo("a");
    assertThat(document.rev()).contains("3-c");
    assertThat(document.deleted()).isTrue();
    assertThat(document.conflicts()).containsExactly("3-b");
    assertThat(document.revisions()).containsExactly("3-c", "2-b");
    assertThat(document.attachments())
        .containsEntry(
            "x", new AttachmentStub("text/plain", 9, "md5-q", 2, Optional.of("gzip"), 5));
  }

  @Test
  void showsNothingOfItsContent() throws IOException {
    assertThat(Document.of(json("{'_id':'a','_rev':'1-x','name':'secret'}")))
        .hasToString("Document[a 1-x]");
  }

  @Test
  void aNewOneHasNothingButItsId() {
    Document document = Document.of("a");
    assertThat(document.rev()).isEmpty();
    assertThat(document.deleted()).isFalse();
    assertThat(document.revisions()).isEmpty();
    assertThat(document.attachments()).isEmpty();
    assertThat(document.set("b", "c").json().toString()).isEqualTo("{\"_id\":\"a\",\"b\":\"c\"}");
  }

  @Test
  void versionsAreComparedByNumbers() {
    assertThat(CouchDbVersion.parse("3.10.0-RC1").isAtLeast(CouchDbVersion.of(3, 9))).isTrue();
    assertThat(CouchDbVersion.parse("2.3.1").isAtLeast(CouchDbVersion.of(3, 0))).isFalse();
    assertThat(CouchDbVersion.parse("3.5")).hasToString("3.5.0");
    assertThatThrownBy(() -> CouchDbVersion.parse("three"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void securityKeepsWhatWasNotChanged() throws IOException {
    ObjectNode source = json("{'x':1,'admins':{'names':['a'],'roles':[],'y':2}}");
    Security security = Security.of(source);
    assertThat(security.toJson()).isEqualTo(source);
    Security changed = security.admins(new Security.Group(List.of("b"), List.of("r")));
    assertThat(changed.toJson())
        .isEqualTo(json("{'x':1,'admins':{'names':['b'],'roles':['r'],'y':2}}"));
    assertThat(
            Security.of(Security.Group.empty(), new Security.Group(List.of("u"), List.of()))
                .toJson())
        .isEqualTo(json("{'members':{'names':['u'],'roles':[]}}"));
  }
}
