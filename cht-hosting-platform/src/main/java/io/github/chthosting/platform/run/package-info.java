/** Work on an instance that waits for a state, or goes back by itself where it fails. */
package io.github.chthosting.platform.run;
