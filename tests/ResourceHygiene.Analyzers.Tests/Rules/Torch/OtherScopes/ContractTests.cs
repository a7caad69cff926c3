using ResourceHygiene.Analyzers.Rules;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Rules.Torch.OtherScopes;

/// <summary>Whatever a contract calls a scope owns what is made while it is open.</summary>
public sealed class ContractTests
{
    private const string Frames =
        """
        sealed class Frame : System.IDisposable
        {
            public static Frame Open() => new Frame();
            private readonly System.IO.Stream _log = System.IO.File.OpenRead("log");
            public void Dispose() => _log.Dispose();
        }
        """;

    private const string Code =
        """
        class C
        {
            float M(Tensor x, Tensor y)
            {
                using var frame = Frame.Open();
                return x.add(y).mean().item<float>();
            }
        }
        """;

    [Fact]
    public Task A_type_that_a_line_names_is_a_scope() => Run(Code, "T:Frame scope");

    [Fact]
    public Task A_type_that_none_names_is_not() => Run(Code.Replace("x.add(y).mean()", "{|RH5002:x.add(y).mean()|}", StringComparison.Ordinal), contracts: null);

    [Fact]
    public Task Where_nothing_takes_values_out_the_message_says_so() => Run(
        """
        class C
        {
            Tensor M(Tensor x, Tensor y)
            {
                using var frame = Frame.Open();
                return {|RH5003:x.add(y)|};
            }
        }
        """,
        "T:Frame scope");

    private static Task Run(string source, string? contracts)
    {
        AnalyzerTest<OwnershipAnalyzer> test = ScopeCode.Test(source);
        test.Sources.Add("Frame.cs", Frames);
        if (contracts is not null)
            test.AdditionalFiles.Add("frames.contracts.txt", contracts);
        return test.RunAsync();
    }
}
