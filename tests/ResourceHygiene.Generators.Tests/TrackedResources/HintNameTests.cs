using System.Text;
using ResourceHygiene.Generators.TrackedResources;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Generators.Tests.TrackedResources;

/// <summary>
/// Two equal hint names make the compiler discard everything that was generated, and it compares without regard to case;
/// long ones exceed path limits.
/// </summary>
public class HintNameTests
{
    private const int MaxLength = 60;

    [Theory]
    [InlineData("class One { } class ONE { } class one { }", 3)]
    [InlineData("class One { } class One<T> { } class One<T, U> { } class One_1 { }", 4)]
    [InlineData("namespace A.B { class C { } } namespace A { partial class B1 { class C { } } } namespace A { class B_C { } }", 3)]
    [InlineData("class Ünï { } class Unï { } class 名前 { } class 名后 { }", 4)]
    [InlineData("class @event { } class Event { } class @Klass { } class \\u0061sync { } class Async { } class A\\u0301 { } class Á { }", 7)]
    [InlineData("partial class O<T> { class I<U> { } class I { } } partial class O { class I<U> { } class I { } class I_1 { } } class O_I { }", 6)]
    [InlineData("namespace a.b { class C { } } namespace A.B { class c { } } namespace A { partial class b { class C { } } }", 3)]
    public void Similar_names_get_different_files(string types, int count) => Assert.Equal(count, Generate(types).Count);

    [Fact]
    public void Long_names_that_begin_alike_get_different_short_files()
    {
        string prefix = new('n', 300);
        IReadOnlyDictionary<string, string> files = Generate($"namespace {prefix} {{ class {prefix}A {{ }} class {prefix}B {{ }} class {prefix}a {{ }} }}");

        Assert.Equal(3, files.Count);
        Assert.All(files.Keys, hint => Assert.True(hint.Length <= MaxLength, hint));
    }

    [Fact]
    public void Many_random_names_get_different_short_files()
    {
        var random = new Random(8785);
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (names.Count < 500)
            names.Add(RandomName(random));

        IReadOnlyDictionary<string, string> files = Generate(string.Concat(names.Select(name => $"class {name} {{ }} ")));

        Assert.Equal(names.Count, files.Count);
        Assert.All(files.Keys, hint => Assert.True(hint.Length <= MaxLength, hint));
    }

    [Fact]
    public void Thousands_of_names_of_which_nothing_is_readable_get_different_files()
    {
        const string Letters = "日月火水木金土天地人山川田中上下左右大小";
        string[] names = [.. Letters.SelectMany(static a => Letters.SelectMany(b => Letters.Select(c => $"{a}{b}{c}").Take(5)))];

        IReadOnlyDictionary<string, string> files = Generate(string.Concat(names.Select(static name => $"class {name} {{ }} ")));

        Assert.Equal(2_000, files.Count);
        Assert.Equal(files.Count, files.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    // Few letters, so that names often differ in case or length only.
    private static string RandomName(Random random)
    {
        var name = new StringBuilder("T");
        for (int length = random.Next(60); length >= 0; length--)
            name.Append("aAéÉ_1"[random.Next(6)]);
        return name.ToString();
    }

    /// <summary>Generates for a source in which each class but the partial containers is tracked.</summary>
    private static IReadOnlyDictionary<string, string> Generate(string types)
    {
        string tracked = types
            .Replace("partial class", "partial_container", StringComparison.Ordinal)
            .Replace("class ", "[ResourceHygiene.TrackedResource(Type = \"x\")] partial class ", StringComparison.Ordinal)
            .Replace("partial_container", "partial class", StringComparison.Ordinal);
        return new GeneratorTest<TrackedResourceGenerator> { TestCode = tracked, AllowedCompilerDiagnostics = { "CS8981" } }.Generate();
    }
}
