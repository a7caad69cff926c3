using ResourceHygiene.Analyzers.Tests.Rules.Leaks;

namespace ResourceHygiene.Analyzers.Tests.Contracts;

/// <summary>Every annotation, ours and JetBrains', in every place where it may stand.</summary>
public sealed class AnnotationTests
{
    private const string JetBrains =
        """
        namespace JetBrains.Annotations
        {
            [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Constructor | AttributeTargets.Method | AttributeTargets.Parameter)]
            public sealed class MustDisposeResourceAttribute : Attribute
            {
                public MustDisposeResourceAttribute() { }
                public MustDisposeResourceAttribute(bool value) => Value = value;
                public bool Value { get; } = true;
            }

            [AttributeUsage(AttributeTargets.Method | AttributeTargets.Parameter | AttributeTargets.Field | AttributeTargets.Property)]
            public sealed class HandlesResourceDisposalAttribute : Attribute { }
        }
        """;

    private const string Interface =
        """
        using JetBrains.Annotations;

        interface IApi
        {
            Resource Plain();
            [return: Owned] Resource Owned();
            [return: Owned] Task<Resource> OwnedAsync();
            [return: Borrowed] Resource CreateBorrowed();
            [MustDisposeResource] Resource JbOwned();
            [MustDisposeResource(false)] Resource CreateJbFree();
            void OwnedOut([Owned] out Resource r);
            void CreateBorrowedOut([Borrowed] out Resource r);
            void JbOut([MustDisposeResource] out Resource r);
            bool TryCreateJbFree([MustDisposeResource(false)] out Resource r);
            void Takes([TakesOwnership] Resource r);
            void OwnedArgument([Owned] Resource r);
            void Adds([Borrowed] Resource r);
            void Add([Borrowed] Resource r);
            void Frees([Releases] Resource r);
            void JbHandles([HandlesResourceDisposal] Resource r);
            [return: AliasOf("r")] Resource Wrap(Resource r);
            [AliasOf("r")] Resource WrapToo(Resource r);
        }

        """;

    [Theory]
    [InlineData("var r = api.Plain(); r.Use();")]
    [InlineData("var r = [|api.Owned()|]; r.Use();")]
    [InlineData("var r = api.CreateBorrowed(); r.Use();")]
    [InlineData("var r = [|api.JbOwned()|]; r.Use();")]
    [InlineData("var r = api.CreateJbFree(); r.Use();")]
    public Task A_result(string statements) => Verify(statements);

    [Fact]
    public Task The_result_of_a_task() => LeakCode.InFile(Interface + "class C { async Task M(IApi api) { var r = await [|api.OwnedAsync()|]; r.Use(); } }" + JetBrains);

    [Theory]
    [InlineData("api.OwnedOut([|out var r|]); r.Use();")]
    [InlineData("api.CreateBorrowedOut(out var r); r.Use();")]
    [InlineData("api.JbOut([|out var r|]); r.Use();")]
    [InlineData("if (api.TryCreateJbFree(out var r)) r.Use();")]
    public Task An_out_parameter(string statements) => Verify(statements);

    [Theory]
    [InlineData("var r = new Resource(); api.Takes(r);")]
    [InlineData("var r = new Resource(); api.OwnedArgument(r);")]
    [InlineData("var r = [|new Resource()|]; api.Add(r);")]
    [InlineData("var r = new Resource(); api.Frees(r);")]
    [InlineData("var r = new Resource(); api.JbHandles(r);")]
    public Task A_parameter(string statements) => Verify(statements);

    [Theory]
    [InlineData("using var r = new Resource(); var w = api.Wrap(r); w.Use();")]
    [InlineData("var r = new Resource(); using var w = api.WrapToo(r);")]
    public Task An_alias(string statements) => Verify(statements);

    [Theory]
    [InlineData("class Free : Resource { [MustDisposeResource(false)] public Free() { } }", "var r = new Free(); r.Use();")]
    [InlineData("class Must : Resource { [MustDisposeResource] public Must() { } }", "var r = [|new Must()|]; r.Use();")]
    [InlineData("[MustDisposeResource(false)] class Free : Resource { }", "var r = new Free(); r.Use();")]
    [InlineData("[MustDisposeResource(false)] class Free : Resource { [MustDisposeResource] public Free(int i) { } }", "var r = [|new Free(1)|]; r.Use();")]
    [InlineData("[MustDisposeResource(false)] class Free : Resource { } class Derived : Free { }", "var r = new Derived(); r.Use();")]
    [InlineData("[MustDisposeResource(false)] class Free : Resource { } [MustDisposeResource] class Derived : Free { }", "var r = [|new Derived()|]; r.Use();")]
    public Task A_constructor_or_its_type(string type, string statements) => Verify(statements, type);

    [Fact]
    public Task A_constructor_that_wraps() => Verify(
        "using var r = new Resource(); var w = new Wrapper(r); w.Use();",
        "class Wrapper : Resource { [AliasOf(\"inner\")] public Wrapper(Resource inner) { inner.Use(); } }");

    [Theory]
    [InlineData("[MustRelease(nameof(Free))] class Block { public void Free() { } }", "var b = [|new Block()|]; b.ToString();")]
    [InlineData("[MustRelease(nameof(Free))] class Block { public void Free() { } }", "var b = new Block(); b.Free();")]
    [InlineData("[MustRelease(nameof(Free))] class Block { public void Free() { } } class Big : Block { }", "var b = [|new Big()|]; b.ToString();")]
    public Task A_type_with_a_release_method_of_its_own(string type, string statements) => Verify(statements, type);

    [Theory]
    [InlineData("class R2 : Resource { [Releases] public void End() => GC.KeepAlive(1); }", "var r = new R2(); r.End();")]
    [InlineData("class R2 : Resource { [HandlesResourceDisposal] public void End() => GC.KeepAlive(1); }", "var r = new R2(); r.End();")]
    [InlineData("class R2 : Resource { public void End() => GC.KeepAlive(1); }", "var r = [|new R2()|]; r.End();")]
    public Task A_method_that_releases_its_object(string type, string statements) => Verify(statements, type);

    [Theory]
    [InlineData("class Place { [Borrowed] public Resource? Field; }", "var p = new Place(); var r = [|new Resource()|]; p.Field = r;")]
    [InlineData("class Place { [Owned] public Resource? Field; }", "var p = new Place(); var r = new Resource(); p.Field = r;")]
    [InlineData("class Place { [HandlesResourceDisposal] public Resource? Field; }", "var p = new Place(); var r = new Resource(); p.Field = r;")]
    [InlineData("class Place { [Borrowed] public Resource? Property { get; set; } }", "var p = new Place(); var r = [|new Resource()|]; p.Property = r;")]
    [InlineData("class Place { [Owned] public Resource? Property { get; set; } }", "var p = new Place(); var r = new Resource(); p.Property = r;")]
    [InlineData("class Place { [HandlesResourceDisposal] public Resource? Property { get; set; } }", "var p = new Place(); var r = new Resource(); p.Property = r;")]
    public Task A_field_or_property_that_something_is_stored_in(string type, string statements) => Verify(statements, type);

    [Fact]
    public Task Copies_of_JetBrains_annotations_in_another_namespace_count() => LeakCode.InFile(
        "interface IApi { [Mine.MustDisposeResource] Resource Get(); } class C { void M(IApi api) { var r = [|api.Get()|]; r.Use(); } }"
        + "namespace Mine { class MustDisposeResourceAttribute : Attribute { } }");

    [Fact]
    public Task Annotations_of_the_base_hold_for_what_overrides_it() => Verify(
        "var r = [|new Impl().Get()|]; r.Use();",
        "abstract class Base { [MustDisposeResource] public abstract Resource Get(); } class Impl : Base { private readonly Resource _r = new(); public override Resource Get() => _r; }");

    private static Task Verify(string statements, string types = "") =>
        LeakCode.InFile($"{Interface}{types}\nclass C {{ void M(IApi api) {{ {statements} }} }}\n{JetBrains}");
}
