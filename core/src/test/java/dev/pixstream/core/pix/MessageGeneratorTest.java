package dev.pixstream.core.pix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.model.Ispb;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessageGeneratorTest {

  private static final Ispb RECEBEDOR = new Ispb("00000000");
  private static final Instant NOW = Instant.parse("2026-07-23T19:47:18.108999Z");

  /** Building a message validates it, so that these exist says that they are valid. */
  private static final List<PixMessage> MANY = messages(7).limit(5_000).toList();

  private static Stream<PixMessage> messages(long seed) {
    var generator = new MessageGenerator(new Random(seed), InstantSource.fixed(NOW));
    return Stream.generate(() -> generator.next(RECEBEDOR));
  }

  @Test
  void one_seed_gives_the_same_messages_again_and_another_seed_gives_others() {
    assertEquals(MANY.subList(0, 50), messages(7).limit(50).toList());
    assertNotEquals(MANY.subList(0, 50), messages(8).limit(50).toList());
  }

  @Test
  void ids_never_repeat_and_carry_the_payers_ispb_and_the_minute() {
    assertEquals(MANY.size(), distinct(PixMessage::endToEndId));
    for (var message : MANY) {
      String start = "E" + message.pagador().ispb().value() + "202607231947";
      assertTrue(message.endToEndId().value().startsWith(start));
    }
  }

  @Test
  void messages_are_for_the_recebedor_from_several_other_institutions_and_paid_now() {
    for (var message : MANY) {
      assertEquals(RECEBEDOR, message.recebedor().ispb());
      assertNotEquals(RECEBEDOR, message.pagador().ispb());
      assertEquals(Instant.parse("2026-07-23T19:47:18.108Z"), message.dataHoraPagamento());
    }
    assertTrue(distinct(message -> message.pagador().ispb()) >= 5);
  }

  @Test
  void documents_have_right_check_digits_and_are_of_all_three_kinds() {
    var documents = parties().map(Party::cpfCnpj).toList();
    for (String document : documents) {
      String base = document.substring(0, document.length() - 2);
      assertEquals(
          document,
          base.length() == 9 ? CheckDigits.completeCpf(base) : CheckDigits.completeCnpj(base));
    }
    assertTrue(documents.stream().anyMatch(document -> document.matches("[0-9]{11}")));
    assertTrue(documents.stream().anyMatch(document -> document.matches("[0-9]{14}")));
    assertTrue(documents.stream().anyMatch(document -> document.matches(".*[A-Z].*[0-9]{2}")));
  }

  @Test
  void names_vary_and_have_accents() {
    assertTrue(parties().map(Party::nome).distinct().count() > 7_000);
    assertTrue(parties().anyMatch(party -> party.nome().matches(".*[áâãçéêíóôõú].*")));
  }

  @Test
  void optional_texts_are_there_and_not_there_and_every_kind_of_account_occurs() {
    assertEquals(List.of(false, true), sortedKinds(message -> message.txId().isEmpty()));
    assertEquals(List.of(false, true), sortedKinds(message -> message.campoLivre().isEmpty()));
    assertEquals(
        List.of(TipoConta.values()), parties().map(Party::tipoConta).distinct().sorted().toList());
    assertTrue(distinct(PixMessage::valor) > 1_000);
  }

  private static List<Boolean> sortedKinds(Function<PixMessage, Boolean> property) {
    return MANY.stream().map(property).distinct().sorted().toList();
  }

  private static Stream<Party> parties() {
    return MANY.stream().flatMap(message -> Stream.of(message.pagador(), message.recebedor()));
  }

  private static int distinct(Function<PixMessage, Object> property) {
    return new HashSet<>(MANY.stream().map(property).toList()).size();
  }
}
