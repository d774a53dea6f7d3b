package dev.pixstream.server.json;

import static dev.pixstream.server.json.Bodies.CANONICAL;
import static dev.pixstream.server.json.Bodies.assertRefused;
import static dev.pixstream.server.json.Bodies.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.model.Ispb;
import dev.pixstream.server.dialect.json.PixMessageJson;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The members of a message: which, how often, of which type and value. */
@Timeout(20)
class StrictMessageTest {

  @ParameterizedTest
  @CsvSource({
    "/endToEndId, '\"endToEndId\":\"E320749862024022119277T3lEBbUM0z\",'",
    "/valor, '\"valor\":90.20,'",
    "/pagador/nome, '\"nome\":\"Marcos José\",'",
    "/recebedor/cpfCnpj, '\"cpfCnpj\":\"77615678291\",'",
    "/pagador/ispb, '\"ispb\":\"32074986\",'",
    "/recebedor/agencia, '\"agencia\":\"0361\",'",
    "/pagador/contaTransacional, '\"contaTransacional\":\"1231231\",'",
    "/recebedor/tipoConta, ',\"tipoConta\":\"SVGS\"'",
    "/dataHoraPagamento, ',\"dataHoraPagamento\":\"2022-07-23T19:47:18.108Z\"'"
  })
  void a_member_that_is_missing_or_given_twice_is_named(String pointer, String member) {
    assertTrue(assertRefused(pointer, with(member, "")).detail().contains("missing"));
    String comma = member.startsWith(",") ? "" : ",";
    String twice = with(member, member + comma + member).replace(",,", ",");
    assertTrue(assertRefused(pointer, twice).detail().contains("twice"));
  }

  @Test
  void a_whole_party_that_is_missing_is_named() {
    assertRefused("/pagador", CANONICAL.replaceAll("\"pagador\":[{][^}]*[}],", ""));
    assertRefused("/endToEndId", "{}");
    assertRefused(
        "/pagador/nome", CANONICAL.replaceAll("\"pagador\":[{][^}]*[}]", "\"pagador\":{}"));
  }

  @ParameterizedTest
  @CsvSource({
    "/endToEndId, '\"E320749862024022119277T3lEBbUM0z\"', 'null,true,1,{},[],[\"x\"]'",
    "/valor, 90.20, 'null,true,\"90.20\",{},[],[90.20]'",
    "/pagador/nome, '\"Marcos José\"', 'null,false,0,{},[]'",
    "/recebedor/cpfCnpj, '\"77615678291\"', 'null,77615678291,7.7,{},[]'",
    "/pagador/ispb, '\"32074986\"', 'null,32074986,{},[]'",
    "/campoLivre, '\"\"', 'null,1,{},[]'",
    "/txId, '\"h7a786d8a7s6gd1hgs\"', 'null,1,{},[]'",
    "/dataHoraPagamento, '\"2022-07-23T19:47:18.108Z\"', 'null,1658605638108,{},[]'"
  })
  void a_member_of_another_json_type_is_named(String pointer, String value, String others) {
    for (String other : others.split(",", -1)) {
      String detail = assertRefused(pointer, with(value, other)).detail();
      assertTrue(detail.contains("must be a") && detail.contains(", not "), detail);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "1", "\"x\"", "[]"})
  void a_party_that_is_no_object_is_named(String other) {
    String body = CANONICAL.replaceAll("\"recebedor\":[{][^}]*[}]", "\"recebedor\":" + other);
    assertRefused("/recebedor", body);
  }

  @ParameterizedTest
  @CsvSource({
    "/endToEndId, E320749862024022119277T3lEBbUM0z, E320749862024023019277T3lEBbUM0z",
    "/valor, 90.20, 90.205",
    "/valor, 90.20, 0.00",
    "/valor, 90.20, -1",
    "/valor, 90.20, 10000000000000",
    "/valor, 90.20, 1e1000000000",
    "/valor, 90.20, 1e-1000000000",
    "/valor, 90.20, 0e1000000000",
    "/valor, 90.20, 1e99999999999999999999",
    "/valor, 90.20, 1e-99999999999999999999",
    "/pagador/nome, Marcos José, ''",
    "/pagador/nome, Marcos José, 'Marcos\\u0000José'",
    "/pagador/nome, Marcos José, 'Marcos\\uD83D'",
    "/pagador/cpfCnpj, 98716278190, 987.162.781-90",
    "/recebedor/cpfCnpj, 77615678291, 7761567829",
    "/pagador/ispb, '\"32074986\"', '\"3207498\"'",
    "/recebedor/ispb, 00000000, 0000000a",
    "/pagador/agencia, '\"0001\"', '\"\"'",
    "/recebedor/contaTransacional, 1210098, ''",
    "/pagador/tipoConta, CACC, cacc",
    "/recebedor/tipoConta, SVGS, PGTO",
    "/dataHoraPagamento, 2022-07-23T19:47:18.108Z, 2022-07-23T19:47:18.1080Z",
    "/dataHoraPagamento, 2022-07-23T19:47:18.108Z, 2022-07-23T16:47:18.108-03:00",
    "/txId, h7a786d8a7s6gd1hgs, 'h7\\n'"
  })
  @Tag("storing.1")
  void a_value_against_the_rules_is_named_alone_and_in_an_array(
      String pointer, String value, String bad) {
    String body = with(value, bad);
    assertRefused(pointer, body);
    assertRefused("/3" + pointer, "[" + (CANONICAL + ",").repeat(3) + body + "]");
  }

  @Test
  void numbers_of_any_length_are_refused_in_no_time() {
    assertRefused("/valor", with("90.20", "9".repeat(3_000_000)));
    assertRefused("/valor", with("90.20", "1." + "0".repeat(3_000_000)));
    assertRefused("/valor", with("90.20", "1e" + "9".repeat(3_000_000)));
    assertRefused("/valor", with("90.20", "-0." + "0".repeat(3_000_000) + "1"));
  }

  @Test
  void texts_and_names_of_any_length_are_refused() {
    assertRefused("/pagador/nome", with("Marcos José", "x".repeat(3_000_000)));
    assertRefused("/txId", with("h7a786d8a7s6gd1hgs", "x".repeat(141)));
    assertRefused("", with("\"valor\"", "\"" + "x".repeat(3_000_000) + "\""));
  }

  @Test
  void an_unknown_member_is_named_if_its_name_looks_like_one() {
    String detail = assertRefused("/valr", with("\"valor\"", "\"valr\"")).detail();
    assertTrue(detail.contains("known ones are endToEndId, valor,"), detail);
    assertRefused("/pagador/apelido", with("\"nome\":\"M", "\"apelido\":\"\",\"nome\":\"M"));
    assertRefused("/pagador/valor", with("\"nome\":\"M", "\"valor\":1,\"nome\":\"M"));
    assertRefused("/Valor", with("\"valor\"", "\"Valor\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"98716278190", "Marcos José", "", "a/b~c", "\\u0000"})
  void an_unknown_member_whose_name_may_be_data_is_only_located(String name) {
    var fault =
        assertRefused("/pagador", with("\"nome\":\"M", "\"" + name + "\":\"\",\"nome\":\"M"));
    assertTrue(fault.detail().contains("line 1, column "), fault.detail());
    assertFalse(!name.isEmpty() && fault.detail().contains(name), fault.detail());
  }

  @Test
  void a_message_for_another_recebedor_is_refused() {
    var fault = assertRefused("/recebedor/ispb", with("00000000", "00000001"));
    assertTrue(fault.detail().contains("path"), fault.detail());
    byte[] body = Bodies.utf8(with("\"00000000\"", "\"A0000000\""));
    assertEquals(1, new PixMessageJson().read(body, new Ispb("A0000000")).size());
  }
}
