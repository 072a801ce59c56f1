package io.github.chthosting.compose.env;

/** What Compose refuses of a text with variables. The message says what the text does. */
final class TemplateException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TemplateException(String message) {
    super(message, null, false, false);
  }
}
