/** Start and progress of long work, for our own modules. */
package io.github.chthosting.operation;
