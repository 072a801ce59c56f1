/** Plans of typed steps, their cost and risk, the journal that survives a kill, and findings. */
package io.github.chthosting.plan;
