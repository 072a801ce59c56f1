/** Instances that run: what their databases should hold, what they use. */
package io.github.chthosting.compose.run;
