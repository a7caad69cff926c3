using ResourceHygiene.Generators.TrackedResources;
using ResourceHygiene.Testing;
using Verify = ResourceHygiene.Testing.GeneratorVerifier<ResourceHygiene.Generators.TrackedResources.TrackedResourceGenerator>;

namespace ResourceHygiene.Generators.Tests.TrackedResources;

/// <summary>What is generated for a tracked property with a loader.</summary>
public class LoadedPropertyTests
{
    private const string Studio =
        """
        using ResourceHygiene;

        public sealed class FrameCache { }

        public sealed partial class Studio
        {
            /// <summary>A value that comes back.</summary>
            [TrackedResource(Type = "frames", Load = nameof(LoadFrames))] public partial FrameCache? Frames { get; }
            private FrameCache LoadFrames() => new();
        }
        """;

    [Fact]
    public Task Loader_that_blocks() => Verify.VerifyAsync(Studio);

    [Fact]
    public Task Loaders_of_all_shapes() => Verify.VerifyAsync(
        """
        using System.Collections.Generic;
        using System.IO;
        using System.Threading;
        using System.Threading.Tasks;
        using ResourceHygiene;

        namespace Media;

        [TrackedResource(Type = "studio")]
        public partial class Studio<T> where T : class, new()
        {
            public Studio() => Track();

            /// <summary>A.</summary>
            [TrackedResource(Type = "a", Load = nameof(LoadA))] public partial Stream? A { get; internal set; }
            private static MemoryStream LoadA(CancellationToken token) => new();

            /// <summary>B.</summary>
            [TrackedResource(Type = "b", Load = "LoadB")] protected internal virtual partial T? B { get; }
            private Task<T> LoadB() => Task.FromResult(new T());
            private Task<T> LoadB(CancellationToken token) => Task.FromResult(new T());
            private void LoadB(int other) { }

            /// <summary>C.</summary>
            [TrackedResource(Type = "c", Load = nameof(@event))] internal partial List<string?>? @class { get; init; }
            private ValueTask<List<string?>> @event() => new(new List<string?>());
        }
        """);

    [Fact]
    public Task Lease_method_of_the_user_is_not_generated_again() => Verify.VerifyAsync(
        Studio.Replace("private FrameCache", "private void LeaseFrames() { } private FrameCache", StringComparison.Ordinal));

    [Theory]
    [InlineData("new();", "null!;")]
    [InlineData("Frames { get; }", "Frames { get; set; }")]
    public void Edit_that_does_or_does_not_matter(string before, string after)
    {
        string edited = Studio.Replace(before, after, StringComparison.Ordinal);
        var test = new GeneratorTest<TrackedResourceGenerator> { TestCode = Studio };
        if (after.Contains("set;", StringComparison.Ordinal))
            test.ShouldRegenerate(edited);
        else
            Assert.Throws<VerificationException>(() => test.ShouldRegenerate(edited));
    }

    [Fact]
    public void Loader_in_another_file_that_becomes_asynchronous_regenerates() => new GeneratorTest<TrackedResourceGenerator>
    {
        Sources =
        {
            "using ResourceHygiene; public sealed partial class Studio { [TrackedResource(Type = \"x\", Load = nameof(Load))] internal partial string? Text { get; } }",
            "public sealed partial class Studio { string Load() => \"\"; }",
        },
    }.ShouldRegenerate("public sealed partial class Studio { System.Threading.Tasks.Task<string> Load() => null!; }", sourceIndex: 1);

    [Theory]
    [InlineData("Load = \"Missing\"", "")]
    [InlineData("Load = nameof(Loaded)", "int Loaded() => 0;")]
    [InlineData("Load = nameof(Loaded)", "object Loaded() => 0;")]
    [InlineData("Load = nameof(Loaded)", "string Loaded(int size) => \"\";")]
    [InlineData("Load = nameof(Loaded)", "string Loaded<T>() => \"\";")]
    [InlineData("Load = nameof(Loaded)", "System.Threading.Tasks.Task<object> Loaded() => null!;")]
    [InlineData("Load = \"\"", "")]
    public void Nothing_is_generated_for_a_loader_that_is_none(string argument, string loader)
    {
        var test = new GeneratorTest<TrackedResourceGenerator>
        {
            TestCode = $"public sealed partial class Studio {{ [ResourceHygiene.TrackedResource(Type = \"x\", {argument})] internal partial string? Text {{ get; }} {loader} }}",
            AllowedCompilerDiagnostics = { "CS9248" },
        };
        test.RunExpectingNothing();
    }

    [Fact]
    public void Nothing_is_generated_for_a_loader_of_a_type() => Verify.VerifyNothing(
        "using ResourceHygiene; [TrackedResource(Type = \"x\", Load = nameof(Load))] public sealed partial class Studio { static Studio Load() => new(); }");

    [Theory]
    [InlineData("owner")]
    [InlineData("token")]
    public void Static_loader_may_have_the_name_of_what_it_is_given(string name) => Assert.Single(new GeneratorTest<TrackedResourceGenerator>
    {
        TestCode = $"public sealed partial class Studio {{ [ResourceHygiene.TrackedResource(Type = \"x\", Load = nameof({name}))] internal partial string? Text {{ get; }} static string {name}(System.Threading.CancellationToken stop) => \"\"; }}",
    }.Generate());

    [Fact]
    public void Nothing_is_generated_for_properties_that_would_be_leased_by_the_same_method() => new GeneratorTest<TrackedResourceGenerator>
    {
        TestCode =
            """
            using ResourceHygiene;
            public sealed partial class Studio
            {
                [TrackedResource(Type = "x", Load = nameof(Load))] internal partial string? Text { get; }
                [TrackedResource(Type = "x", Load = nameof(LoadNow))] internal partial string? TextAsync { get; }
                static System.Threading.Tasks.Task<string> Load() => null!;
                static string LoadNow() => "";
            }
            """,
        AllowedCompilerDiagnostics = { "CS9248" },
    }.RunExpectingNothing();

    [Fact]
    public void Lease_method_of_the_user_serves_two_properties() => Assert.Single(new GeneratorTest<TrackedResourceGenerator>
    {
        TestCode =
            """
            using ResourceHygiene;
            public sealed partial class Studio
            {
                [TrackedResource(Type = "x", Load = nameof(Load))] internal partial string? Text { get; }
                [TrackedResource(Type = "x", Load = nameof(LoadNow))] internal partial string? TextAsync { get; }
                static System.Threading.Tasks.Task<string> Load() => null!;
                static string LoadNow() => "";
                void LeaseTextAsync() { }
            }
            """,
    }.Generate());
}
