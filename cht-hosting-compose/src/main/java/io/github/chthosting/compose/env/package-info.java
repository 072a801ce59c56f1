/** The environment file of an instance, and the secrets that are made for it. */
package io.github.chthosting.compose.env;
