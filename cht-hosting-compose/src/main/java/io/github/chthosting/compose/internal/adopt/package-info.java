/** What an installation made by hand lacks. */
package io.github.chthosting.compose.internal.adopt;
