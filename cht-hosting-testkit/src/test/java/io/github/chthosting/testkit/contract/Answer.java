package io.github.chthosting.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** An answer, and what may be asserted of it. Failures show the request and the whole answer. */
public final class Answer {
  private final String asked;
  private final HttpResponse<byte[]> response;

  Answer(String asked, HttpResponse<byte[]> response) {
    this.asked = asked;
    this.response = response;
  }

  /** Asserts the status alone. */
  public Answer status(int expected) {
    assertThat(response.statusCode()).as("status of %s", this).isEqualTo(expected);
    return this;
  }

  /** Asserts the status and that the JSON body has this {@link Shape}. */
  public Answer is(int expected, String shape) {
    status(expected);
    return has(shape);
  }

  /** Asserts that the JSON body has this {@link Shape}. */
  public Answer has(String shape) {
    assertThat(Shape.of(shape).differences(json())).as("body of %s", this).isEmpty();
    return this;
  }

  /** Asserts an error with its two members and no other. */
  public Answer fails(int expected, String error, String reason) {
    status(expected);
    JsonNode body = json();
    assertThat(List.of(body.path("error").asString(""), body.path("reason").asString("")))
        .as("error of %s", this)
        .containsExactly(error, reason);
    return this;
  }

  /** Asserts an error whose reason is free to be worded otherwise. */
  public Answer fails(int expected, String error) {
    status(expected);
    assertThat(json().path("error").asString("")).as("error of %s", this).isEqualTo(error);
    return this;
  }

  /** Asserts a header's value; null stands for "not sent". */
  public Answer header(String name, String value) {
    assertThat(header(name)).as("header %s of %s", name, this).isEqualTo(value);
    return this;
  }

  /** Asserts that a header matches a pattern. */
  public Answer headerLike(String name, String regex) {
    assertThat(header(name)).as("header %s of %s", name, this).matches(regex);
    return this;
  }

  /** Asserts that a header was not sent. */
  public Answer noHeader(String name) {
    assertThat(response.headers().firstValue(name)).as("header %s of %s", name, this).isEmpty();
    return this;
  }

  /** Asserts the body's text. */
  public Answer text(String expected) {
    assertThat(text()).as("body of %s", this).isEqualTo(expected);
    return this;
  }

  /** The header's value, or an empty text. */
  public String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  public int status() {
    return response.statusCode();
  }

  public byte[] bytes() {
    return response.body();
  }

  public String text() {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  public JsonNode json() {
    return Shape.parse(text(), toString());
  }

  /** The body's lines that are not empty. */
  public List<String> lines() {
    return text().lines().filter(line -> !line.isBlank()).toList();
  }

  /** The member {@code rev}, or {@code _rev}, of a body that must have one. */
  public String rev() {
    JsonNode body = json();
    String rev = body.path("rev").asString(body.path("_rev").asString(""));
    assertThat(rev).as("rev in %s", this).isNotEmpty();
    return rev;
  }

  @Override
  public String toString() {
    String text = text();
    String shown = text.length() > 2000 ? text.substring(0, 2000) + "..." : text;
    return asked + " -> " + status() + " " + shown;
  }
}
