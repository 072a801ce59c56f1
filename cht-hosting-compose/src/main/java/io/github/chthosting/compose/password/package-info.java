/** The administrator's password of an instance: changed everywhere at once, or recovered. */
@org.jspecify.annotations.NullMarked
package io.github.chthosting.compose.password;
