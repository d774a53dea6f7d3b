package dev.pixstream.core.pix;

import dev.pixstream.core.model.Ispb;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Random messages that look like real ones, for tests and demonstrations: Brazilian names, CPF and
 * CNPJ (numeric and alphanumeric) with right check digits, payers at several institutions, amounts
 * from cents to tens of thousands of reais. Every message is valid.
 *
 * <p>The same random source and clock give the same messages. An {@code endToEndId} ends in 11
 * random characters (65 bits), so ids repeat only if the source does. An instance may be shared
 * between threads if its random source may.
 */
public final class MessageGenerator {

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuuMMddHHmm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final List<Ispb> PAYER_ISPBS =
      List.of(
          new Ispb("00000000"),
          new Ispb("00360305"),
          new Ispb("00416968"),
          new Ispb("01181521"),
          new Ispb("02038232"),
          new Ispb("10573521"),
          new Ispb("18236120"),
          new Ispb("22896431"),
          new Ispb("30306294"),
          new Ispb("31872495"),
          new Ispb("60701190"),
          new Ispb("60746948"),
          new Ispb("90400888"));

  private static final List<String> NOTES =
      List.of(
          "Aluguel",
          "Almoço de sexta",
          "Presente de aniversário",
          "Conserto do portão",
          "Mensalidade da escola",
          "Parcela 3/10",
          "Rateio da conta de luz",
          "Obrigado! 😊",
          "Serviço de pintura",
          "Pedido \"para viagem\"");

  /** Upper ends, in reais: small amounts are as frequent as large ones are rare. */
  private static final List<Integer> AMOUNT_TIERS = List.of(20, 100, 100, 500, 2_000, 40_000);

  private final Pick pick;
  private final InstantSource clock;
  private final RandomParty party;

  /**
   * A generator that draws from {@code random} and dates its messages by {@code clock}.
   *
   * @param random any source; a seeded one for messages that can be had again
   * @param clock the time of payment, in years 0000 to 9999
   */
  public MessageGenerator(RandomGenerator random, InstantSource clock) {
    this.pick = new Pick(random);
    this.clock = clock;
    this.party = new RandomParty(pick);
  }

  /** The next message for an account at {@code recebedor}, paid now from another institution. */
  public PixMessage next(Ispb recebedor) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Ispb payer = payerOtherThan(recebedor);
    return new PixMessage(
        new EndToEndId("E" + payer + MINUTE.format(now) + pick.characters(Pick.ALPHANUMERIC, 11)),
        amount(),
        party.at(payer),
        party.at(recebedor),
        pick.percent(30) ? pick.oneOf(NOTES) : "",
        pick.percent(60) ? pick.characters(Pick.ALPHANUMERIC, pick.between(18, 35)) : "",
        now);
  }

  /** A payment within one institution would be settled there and never reach its lane. */
  private Ispb payerOtherThan(Ispb recebedor) {
    Ispb payer = pick.oneOf(PAYER_ISPBS);
    while (payer.equals(recebedor)) {
      payer = pick.oneOf(PAYER_ISPBS);
    }
    return payer;
  }

  private BigDecimal amount() {
    int reaisMax = pick.oneOf(AMOUNT_TIERS);
    return pick.percent(40)
        ? BigDecimal.valueOf(pick.between(1, reaisMax) * 100L, 2)
        : BigDecimal.valueOf(pick.between(1, reaisMax * 100), 2);
  }
}
