package dev.pixstream.cli.xml;

import dev.pixstream.cli.terminal.Version;
import picocli.CommandLine.Command;

/** Envelopes of the SPI on the command line. */
@Command(
    name = "xml",
    description = "Signs an envelope of the SPI, or says which part of its signature fails.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {XmlSignCommand.class, XmlVerifyCommand.class},
    footer = {
      "",
      "Examples:",
      "  pixstream certs certs 12345678",
      "  pixstream xml sign pacs008.xml --key certs/12345678-signing.key \\",
      "      --cert certs/12345678-signing.pem --output signed.xml",
      "  pixstream xml verify signed.xml --cert certs/12345678-signing.pem"
    })
public final class XmlCommand {}
