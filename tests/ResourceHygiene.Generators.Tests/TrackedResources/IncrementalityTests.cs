using ResourceHygiene.Generators.TrackedResources;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Generators.Tests.TrackedResources;

/// <summary>
/// Edits that must change the output. That unrelated edits run nothing again is asserted by the harness in every test.
/// </summary>
public class IncrementalityTests
{
    private const string Owner =
        """
        using ResourceHygiene;
        [TrackedResource(Type = "owner")]
        public sealed partial class Owner
        {
            [Owned] private readonly Part? _part = null;
            public Owner() => Track();
        }
        """;

    [Theory]
    [InlineData("Type = \"owner\"", "Type = \"other\"")]
    [InlineData("_part", "_renamed")]
    [InlineData("sealed ", "")]
    [InlineData("class Owner", "class Keeper")]
    public void Edit_of_the_annotated_type_regenerates(string before, string after)
    {
        string edited = Owner.Replace(before, after, StringComparison.Ordinal).Replace("public Owner()", after.Contains("Keeper") ? "public Keeper()" : "public Owner()", StringComparison.Ordinal);

        TestWith("public sealed class Part : System.IDisposable { public void Dispose() { } }").ShouldRegenerate(edited);
    }

    [Fact]
    public void Edit_of_a_member_type_in_another_file_regenerates() =>
        TestWith("public sealed class Part : System.IDisposable { public void Dispose() { } }")
            .ShouldRegenerate("public sealed class Part : System.IDisposable { void System.IDisposable.Dispose() { } }", sourceIndex: 1);

    [Fact]
    public void Member_type_that_stops_being_disposable_takes_the_generated_part_away() =>
        TestWith("public sealed class Part : System.IDisposable { public void Dispose() { } }")
            .ShouldRegenerate("public sealed class Part { }", sourceIndex: 1);

    [Fact]
    public void Dispose_written_in_another_part_regenerates() =>
        TestWith("public sealed class Part : System.IDisposable { public void Dispose() { } } public partial class Owner { }")
            .ShouldRegenerate("public sealed class Part : System.IDisposable { public void Dispose() { } } public partial class Owner { public void Dispose() { } }", sourceIndex: 1);

    [Fact]
    public void Constant_that_names_the_type_regenerates_when_it_changes_in_another_file()
    {
        var test = new GeneratorTest<TrackedResourceGenerator>
        {
            Sources =
            {
                """
                [ResourceHygiene.TrackedResource(Type = Names.Owner)]
                public sealed partial class Owner { public Owner() => Track(); }
                """,
                """public static class Names { public const string Owner = "owner"; }""",
            },
        };

        test.ShouldRegenerate("""public static class Names { public const string Owner = "keeper"; }""", sourceIndex: 1);
    }

    [Fact]
    public void Global_alias_of_a_member_type_regenerates_when_it_changes_in_another_file() =>
        TestWith("global using Part = System.IO.Stream;")
            .ShouldRegenerate("""
                global using Part = Silent;
                public sealed class Silent : System.IDisposable { void System.IDisposable.Dispose() { } }
                """, sourceIndex: 1);

    [Fact]
    public void Nearer_type_of_the_same_name_declared_in_another_file_regenerates()
    {
        var test = new GeneratorTest<TrackedResourceGenerator>
        {
            Sources =
            {
                """
                using System.IO;
                using ResourceHygiene;
                namespace Media
                {
                    [TrackedResource(Type = "owner")]
                    public sealed partial class Owner
                    {
                        [Owned] private readonly Stream? _part = null;
                        public Owner() => Track();
                    }
                }
                """,
                "namespace Media { }",
            },
        };

        test.ShouldRegenerate("namespace Media { public sealed class Stream : System.IDisposable { void System.IDisposable.Dispose() { } } }", sourceIndex: 1);
    }

    [Fact]
    public void What_a_body_in_another_part_puts_into_an_enumerable_regenerates_when_it_changes()
    {
        var test = new GeneratorTest<TrackedResourceGenerator>
        {
            Sources =
            {
                """
                using System.Collections.Generic;
                using System.IO;
                using ResourceHygiene;
                [TrackedResource(Type = "owner")]
                public sealed partial class Owner
                {
                    [Owned] private readonly IEnumerable<Stream> _parts;
                }
                """,
                Part("new List<Stream>()"),
            },
        };

        // Nothing is generated any more: a query would make new parts to release.
        test.ShouldRegenerate(Part("System.Linq.Enumerable.Select(new int[1], static _ => Stream.Null)"), sourceIndex: 1);

        static string Part(string value) =>
            $$"""
            using System.Collections.Generic;
            using System.IO;
            public sealed partial class Owner
            {
                public Owner() { _parts = {{value}}; }
            }
            """;
    }

    [Fact]
    public void Renamed_file_of_another_part_regenerates_the_order_of_release()
    {
        const string Part = "public sealed partial class Owner { [ResourceHygiene.Owned] private readonly System.IO.Stream? _other = null; }";
        var test = new GeneratorTest<TrackedResourceGenerator>
        {
            Sources =
            {
                """
                [ResourceHygiene.TrackedResource(Type = "owner")]
                public sealed partial class Owner
                {
                    [ResourceHygiene.Owned] private readonly System.IO.Stream? _part = null;
                    public Owner() => Track();
                }
                """,
                Part,
            },
        };

        test.ShouldRegenerate(Part, sourceIndex: 1, path: "!.cs");
    }

    /// <summary>Models are worked out anew only where something changed that their file leads to by names; these are ways to be led.</summary>
    [Theory]
    [InlineData("a constant of a constant", "[ResourceHygiene.TrackedResource(Type = Names.Owner)] public sealed partial class Owner { }",
        "public static class Names { public const string Owner = Others.Owner; }", "public static class Others { public const string Owner = \"{0}\"; }", "a", "b")]
    [InlineData("a type nested in the base of the base", "[ResourceHygiene.TrackedResource(Type = \"x\")] public sealed partial class Owner : Middle { [ResourceHygiene.Owned] Part? _part = null; }",
        "public class Middle : Top { }", "public class Top { public sealed class Part : System.IDisposable { {0}Dispose() { } } }", "public void ", "void System.IDisposable.")]
    [InlineData("a global alias of a type in a third file", "[ResourceHygiene.TrackedResource(Type = \"x\")] public sealed partial class Owner { [ResourceHygiene.Owned] Alias? _part = null; }",
        "global using Alias = N.Part;", "namespace N { public sealed class Part : System.IDisposable { {0}Dispose() { } } }", "public void ", "void System.IDisposable.")]
    [InlineData("a static class whose members are used by name", "[ResourceHygiene.TrackedResource(Type = Owner1)] public sealed partial class Owner { }",
        "global using static N.Names;", "namespace N { public static class Names { public const string Owner1 = \"{0}\"; } }", "a", "b")]
    [InlineData("an attribute of the same name that is nearer", "namespace N { using ResourceHygiene; [TrackedResource(Type = \"x\")] public sealed partial class Owner { [Owned] System.IO.Stream? _part = null; } }",
        "namespace N { }", "namespace N { public sealed class {0}Attribute : System.Attribute { } }", "Other", "Owned")]
    [InlineData("a namespace that hides another", "namespace N { [ResourceHygiene.TrackedResource(Type = \"x\")] public sealed partial class Owner { [ResourceHygiene.Owned] Media.Part? _part = null; } }",
        "namespace Media { public sealed class Part : System.IDisposable { public void Dispose() { } } }", "namespace {0}Media { public sealed class Part : System.IDisposable { void System.IDisposable.Dispose() { } } }", "M.", "N.")]
    [InlineData("what a member of a member needs", "[ResourceHygiene.TrackedResource(Type = \"x\")] public sealed partial class Owner { [ResourceHygiene.Owned] Part? _part = null; }",
        "[ResourceHygiene.TrackedResource(Type = \"x\")] public sealed partial class Part { [ResourceHygiene.Owned] Inner? _inner = null; }", "public sealed class Inner : System.{0} { public void Dispose() { } public System.Threading.Tasks.ValueTask DisposeAsync() => default; }", "IDisposable", "IAsyncDisposable")]
    [InlineData("an enumerated constant in an attribute", "[ResourceHygiene.TrackedResource(Type = \"x\", Priority = (ResourceHygiene.ReleasePriority)Level.High)] public sealed partial class Owner { }",
        "public class Unrelated { }", "public enum Level { High = {0} }", "1", "2")]
    public void What_is_reached_through_names_only_regenerates(string what, string owner, string between, string end, string before, string after)
    {
        Assert.NotEmpty(what);
        var test = new GeneratorTest<TrackedResourceGenerator>
        {
            Sources = { owner, between, end.Replace("{0}", before, StringComparison.Ordinal), string.Concat(Enumerable.Range(0, 20).Select(static i => $"public class Other{i} {{ }}\n")) },
        };

        test.ShouldRegenerate(end.Replace("{0}", after, StringComparison.Ordinal), sourceIndex: 2);
    }

    private static GeneratorTest<TrackedResourceGenerator> TestWith(string otherFile) => new() { Sources = { Owner, otherFile } };

    [Theory]
    [InlineData("public Part? Shown => _part;", "public Part? Shown => field;")]
    [InlineData("public Part? Shown { get { return _part; } }", "public Part? Shown { get { return field; } }")]
    public void Accessor_that_begins_to_speak_of_the_field_regenerates(string before, string after)
    {
        string owner = Owner.Replace("[Owned] private readonly Part? _part = null;", "private Part? _part = null; [Owned] " + before, StringComparison.Ordinal);
        GeneratorTest<TrackedResourceGenerator> test = new()
        {
            Sources = { owner, "public sealed class Part : System.IDisposable { public void Dispose() { } }" },
            LanguageVersion = Microsoft.CodeAnalysis.CSharp.LanguageVersion.Preview,
        };

        test.ShouldRegenerate(owner.Replace(before, after, StringComparison.Ordinal));
    }
}
