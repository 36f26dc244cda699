/** What Fovea and its peers share: the networks, their weights as files, and what the process of a peer does. */
package dev.fovea.bench;
