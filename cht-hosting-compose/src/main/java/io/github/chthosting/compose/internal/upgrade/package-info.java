/** Carries out upgrades. */
package io.github.chthosting.compose.internal.upgrade;
