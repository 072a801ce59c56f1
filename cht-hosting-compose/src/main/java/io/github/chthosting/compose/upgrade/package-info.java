/** From one version of the CHT to another, and back. */
package io.github.chthosting.compose.upgrade;
