package io.tesela.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlTextTest {
    @Test
    void layoutAndCommentsAreNoPartOfTheMeaning() {
        String expected = "SELECT a, b FROM t WHERE c > 0";
        assertThat(SqlText.canonical(expected)).isEqualTo(expected);
        assertThat(SqlText.canonical("  SELECT a,\n\tb FROM t\nWHERE c > 0 ;\n"))
                .isEqualTo(expected);
        assertThat(SqlText.canonical("SELECT a, -- the 'first'\nb FROM t /* all\n of */ WHERE c > 0 -- end"))
                .isEqualTo(expected);
        assertThat(SqlText.canonical("SELECT a,/**/b FROM t WHERE c > 0")).isEqualTo(expected);
        assertThat(SqlText.canonical(" -- nothing")).isEmpty();
    }

    @Test
    void quotedTextStaysAsItIs() {
        String quoted = "SELECT 'a  --b', \"c  d\", `e  /*f`, 'it\\'s  ok', 'x''  y' FROM t";
        assertThat(SqlText.canonical(quoted)).isEqualTo(quoted);
        assertThat(SqlText.canonical("SELECT 'open  end")).isEqualTo("SELECT 'open  end");
        assertThat(SqlText.canonical("SELECT 'open\\")).isEqualTo("SELECT 'open\\");
        assertThat(SqlText.canonical("SELECT ';'")).isEqualTo("SELECT ';'");
    }

    @Test
    void hintIsKept() {
        assertThat(SqlText.canonical("SELECT /*+ COALESCE(1) */  a")).isEqualTo("SELECT /*+ COALESCE(1) */ a");
    }
}
