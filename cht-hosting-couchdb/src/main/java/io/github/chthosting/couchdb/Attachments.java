package io.github.chthosting.couchdb;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.internal.Names;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.server.ConflictException;
import io.github.chthosting.couchdb.server.IllegalNameException;
import io.github.chthosting.http.Body;
import io.github.chthosting.http.Call;
import io.github.chthosting.http.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The attachments of a database's documents, streamed both ways and checked by their MD5, which is
 * the digest that CouchDB keeps. Thread-safe.
 */
public final class Attachments {
  private final Wire wire;
  private final String database;

  Attachments(Wire wire, String database) {
    this.wire = wire;
    this.database = database;
  }

  /** Reads an attachment of the winning revision; close it. */
  public Attachment open(String id, String name) {
    return open(call("GET", id, name));
  }

  /** Reads an attachment of a revision; close it. */
  public Attachment open(String id, String name, String rev) {
    return open(call("GET", id, name).query("rev", rev));
  }

  private Attachment open(Call call) {
    // The digest is of the bytes as CouchDB holds them, which are gzip for text: so ask for those.
    Reply reply = wire.send(call.header("Accept-Encoding", "gzip").header("Accept", "*/*"));
    return new Attachment(reply);
  }

  /**
   * Writes an attachment from memory; CouchDB checks its digest. Returns the document's new
   * revision.
   *
   * @param rev the document's current revision; empty to create the document
   * @throws ConflictException if it is not the current one
   */
  public String put(
      String id, String name, Optional<String> rev, String contentType, byte[] bytes) {
    MessageDigest md5 = Digests.md5();
    md5.update(bytes);
    return put(id, name, rev, Body.bytes(contentType, bytes), Digests.base64(md5));
  }

  /**
   * Writes an attachment from a file, which is read twice; CouchDB checks its digest. See {@link
   * #put(String, String, Optional, String, byte[])}.
   *
   * @throws UncheckedIOException if the file cannot be read; nothing was written then
   */
  public String put(String id, String name, Optional<String> rev, String contentType, Path file) {
    try {
      Body body = Body.of(contentType, Files.size(file), out -> Files.copy(file, out));
      return put(id, name, rev, body, Digests.md5(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String put(String id, String name, Optional<String> rev, Body body, String md5) {
    Call call = call("PUT", id, name).body(body).header("Content-MD5", md5);
    return written(rev.map(current -> call.query("rev", current)).orElse(call));
  }

  /**
   * Writes an attachment from a stream, which is read once and not closed, and compares what
   * CouchDB then says of it: the digest or, where CouchDB has compressed it, the length. Returns
   * the document's new revision.
   *
   * @param length bytes, or -1 if not known
   * @throws VerificationFailedException if CouchDB holds other bytes than were sent
   */
  public String put(
      String id,
      String name,
      Optional<String> rev,
      String contentType,
      long length,
      InputStream stream) {
    MessageDigest md5 = Digests.md5();
    Body body = Body.stream(contentType, length, new DigestInputStream(stream, md5));
    Call call = call("PUT", id, name).body(body);
    String written = written(rev.map(current -> call.query("rev", current)).orElse(call));
    verify(id, name, written, Digests.base64(md5), length);
    return written;
  }

  private void verify(String id, String name, String rev, String md5, long length) {
    Call call = call("GET", id).query("rev", rev).query("att_encoding_info", true);
    AttachmentStub stub = AttachmentStub.of(wire.json(call).path("_attachments").path(name));
    boolean same =
        stub.encoding().isPresent()
            ? length < 0 || stub.length() == length
            : stub.digest().equals("md5-" + md5);
    if (!same) {
      String what = "PUT /" + database + "/" + id + "/" + name;
      throw new VerificationFailedException(
          what,
          what
              + ": CouchDB holds "
              + stub.digest()
              + " in "
              + rev
              + ", but md5-"
              + md5
              + " was sent",
          null);
    }
  }

  /** Removes an attachment. Returns the document's new revision. */
  public String delete(String id, String name, String rev) {
    return written(call("DELETE", id, name).query("rev", rev));
  }

  private String written(Call call) {
    return wire.json(call).path("rev").asString("");
  }

  private Call call(String method, String id, String... name) {
    List<String> path = new ArrayList<>(Names.document(id));
    if (!Names.fitsUrl(id)) {
      throw new IllegalNameException(
          "the id of the document cannot stand in a URL, so its attachments can only be read and "
              + "written within it. Nothing was sent.");
    }
    path.add(0, database);
    path.addAll(List.of(name));
    return Call.of(method, path);
  }
}
