/** Files and folders that are on disk when they are reported, for this project's own modules. */
package io.github.chthosting.files;
