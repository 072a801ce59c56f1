/** All types of step that plans on Docker have, with their handlers. */
package io.github.chthosting.compose.internal.steps;
