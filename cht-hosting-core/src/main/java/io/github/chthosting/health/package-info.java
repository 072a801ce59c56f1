/** What is found when something is looked at before or while it runs. */
package io.github.chthosting.health;
