package io.github.chthosting.compose.env;

/** Signals a text with variables that Compose refuses. The message says what the text does. */
final class TemplateException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TemplateException(String message) {
    super(message, null, false, false);
  }
}
