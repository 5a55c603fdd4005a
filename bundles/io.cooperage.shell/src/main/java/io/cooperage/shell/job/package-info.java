/** Verbs on jobs: {@code ct job list} ... */
package io.cooperage.shell.job;
