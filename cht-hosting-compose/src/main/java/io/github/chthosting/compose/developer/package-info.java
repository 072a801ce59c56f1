/** CHTs for app developers: any number on one machine. */
package io.github.chthosting.compose.developer;
