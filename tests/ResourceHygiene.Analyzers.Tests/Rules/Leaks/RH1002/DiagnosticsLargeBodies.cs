namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>Bodies as generators write them: what is too large to be followed is said to be so, and the rest is reported.</summary>
public class DiagnosticsLargeBodies
{
    [Fact]
    public Task A_sum_of_twenty_thousand_terms_is_given_up() => LeakCode.InClass(
        $$"""
        int Sum(int x)
        {
            var resource = {|RH9001:new Resource()|};
            int sum = x{{Repeat(" + x", 20_000)}};
            resource.Dispose();
            return sum;
        }
        """);

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    [Fact]
    public Task A_leak_behind_a_row_of_conditions() => LeakCode.InClass(
        """
        void M(bool a, bool b, bool c, bool d, bool e, bool f, bool g, string? h, bool early)
        {
            var resource = {|RH1002:new Resource()|};
            if (a) resource.Use();
            if (b) resource.Use();
            if (c) resource.Use();
            if (d) resource.Use();
            if (e) resource.Use();
            if (f) resource.Use();
            if (g) resource.Use();
            if (h != null) resource.Use();
            if (early)
                return;
            resource.Dispose();
        }
        """);
}
