using Microsoft.CodeAnalysis.CSharp;
using ResourceHygiene.Generators.ReleaseHandlers;
using ResourceHygiene.Generators.TrackedResources;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Generators.Tests.TrackedResources;

/// <summary>
/// Legal code that one seldom sees. The harness holds that what is generated for it compiles without a warning, in older versions of the
/// language, too, and that nothing of it depends on the machine; so most cases are only their source.
/// </summary>
public class OddTypeTests
{
    private const string Usings =
        "using System; using System.Collections.Generic; using System.IO; using System.Threading; using System.Threading.Tasks; using ResourceHygiene;\n";

    [Theory]
    [InlineData("public partial record struct R(int X) { [TrackedResource(Type = \"x\")] private sealed partial class A { [Owned] readonly Stream _s = Stream.Null; public A() => Track(); } }")]
    [InlineData("public readonly ref partial struct R { [TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly Stream _s = Stream.Null; public A() => Track(); } }")]
    [InlineData("public static partial class S { public partial struct T { public partial record U { [TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly Stream _s = Stream.Null; public A() => Track(); } } } }")]
    [InlineData("public sealed partial record R<T>(T Value) where T : class? { [TrackedResource(Type = \"x\")] public partial class A { [Owned] readonly Stream _s = Stream.Null; public A() => Track(); } }")]
    [InlineData("public partial interface I<T, U> where T : class where U : notnull { [TrackedResource(Type = \"x\")] public sealed partial class A<V> where V : struct, IDisposable { [Owned] private readonly V _v; public A(V v) { _v = v; Track(); } } }")]
    [InlineData("[TrackedResource(Type = \"x\")] public abstract partial class A { private A() => Track(); [TrackedResource(Type = \"x\")] private sealed partial class B : A { [Owned] readonly Stream _s = Stream.Null; public B() => Track(); } }", 2)]
    [InlineData("namespace A.B.C.D.E.F.G.H.I.J.K.L.M.N.O.P.Q.R.S.T.U.V.W.X.Y.Z { public partial class @object { public partial struct @string { public partial interface @int<@char, @out> { [TrackedResource(Type = \"x\")] public partial class @void<@ref> { public @void() => Track(); } } } } }")]
    public void Where_a_type_may_stand(string source, int types = 1) => Generates(source, types);

    [Theory]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] public required Stream S { get; init; } public required string Name; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public partial record A { [Owned] public required Stream S { get; init; } public A() => Track(); } [TrackedResource(Type = \"x\")] public sealed partial record B : A { public required int N { get; init; } [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public B() { S = Stream.Null; N = 1; Track(); } }", 2)]
    [InlineData("[TrackedResource(Type = \"x\")] public partial class A(Stream s) { [Owned] private readonly Stream _s = s; } [TrackedResource(Type = \"x\")] public sealed partial class B(Stream s, Stream t) : A(s) { [Owned] private readonly Stream _t = t; }", 2)]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A(string name, long bytes, object context, Exception exception, List<int> failures, string file, int line, string member) { [Owned] private readonly Stream _s = Stream.Null; public object X => (name, bytes, context, exception, failures, file, line, member); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial record A([property: Owned] Stream S, [field: Owned] Stream T, int N);")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial record A([property: Owned] Stream S) { public static A F(A a) => a with { S = Stream.Null }; }")]
    [InlineData("[TrackedResource(Type = \"x\")] public readonly partial struct A(Stream s) { [Owned] private readonly Stream _s = s; }")]
    [InlineData("[TrackedResource(Type = \"x\")] public partial struct A { [Owned] private readonly Stream _s; public readonly int N => 1; public A(in A other) { _s = other._s; Track(); } public A(Stream s) : this() { _s = s; Track(); } }")]
    [InlineData("[TrackedResource(Type = \"x\")] public partial struct A<T> where T : unmanaged { [Owned] private readonly Stream _s; public T V; public A(Stream s, T v) { _s = s; V = v; Track(); } }")]
    [InlineData("[TrackedResource(Type = \"x\")] public unsafe partial struct A { public fixed int F[4]; [Owned] readonly Stream _s; public A(Stream s) { _s = s; Track(); } }")]
    [InlineData("public interface I { void Dispose() { } } [TrackedResource(Type = \"x\")] public readonly partial struct A : I { [Owned] readonly Stream _s; public A(Stream s) { _s = s; Track(); } }")]
    [InlineData("[TrackedResource(Type = \"x\")] public abstract partial record A { protected A() => Track(); protected A(A o) { } } [TrackedResource(Type = \"x\")] public partial record B(int X) : A { } public record C(int X) : B(X);", 2)]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial record A { public A() => Track(); private A(A o) { } public sealed override string ToString() => \"\"; public bool Equals(A? o) => true; public override int GetHashCode() => 1; [Owned] public Stream? S { get; init; } }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { static A() { } [Owned] readonly Stream _s = Stream.Null; public A() => Track(); public int this[int i] => i; public static A operator +(A a, A b) => a; public event Action? E; public void Raise() => E?.Invoke(); ~A() { } public static implicit operator int(A a) => 1; }")]
    public void What_a_type_may_be(string source, int types = 1) => Generates(source, types);

    [Theory]
    [InlineData("namespace My.System { [TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly global::System.IO.Stream _s = global::System.IO.Stream.Null; public A() => Track(); } }")]
    [InlineData("namespace My.System.ResourceHygiene.Something { [global::ResourceHygiene.TrackedResource(Type = \"x\")] public sealed partial class A { [global::ResourceHygiene.Owned] readonly global::System.IO.Stream _s = global::System.IO.Stream.Null; public A() => Track(); } }")]
    [InlineData("namespace ResourceHygiene.Something { [TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly Stream _s = Stream.Null; public A() => Track(); } }")]
    [InlineData("public class Task { } public class String { } public class Object { } public class Exception { } public class List<T> { } public class ValueTask { } public class Lease { } [TrackedResource(Type = \"x\")] public partial class A { [Owned] readonly Stream _s = Stream.Null; [Owned] readonly IAsyncDisposable? _as = null; public A() => Track(); }")]
    [InlineData("namespace N { public class ReleaseContext { } public class ReleaseOutcome { } public class Lease { } public class ReleasePriority { } [TrackedResource(Type = \"x\")] public partial class A { [Owned] readonly Stream _s = Stream.Null; public A() => Track(); [Trim] long T(TrimRequest r) => 0; } }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { public class ResourceHygiene { } public class global { } public int System => 1; [Owned] readonly Stream _s = Stream.Null; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public partial class A { [Owned] readonly Stream System = Stream.Null; [Owned] readonly Stream ResourceHygiene = Stream.Null; [Owned] readonly Stream @this = Stream.Null; [Owned] readonly Stream @base = Stream.Null; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class @record { [Owned] readonly Stream @field = Stream.Null; [Owned] readonly Stream value = Stream.Null; [Owned] readonly Stream @await = Stream.Null; [Owned] readonly Stream async = Stream.Null; [Owned] readonly Stream failures = Stream.Null; [Owned] readonly Stream exception = Stream.Null; [Owned] readonly Stream context = Stream.Null; public @record() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class @required { } [TrackedResource(Type = \"x\")] public sealed partial class @scoped { } [TrackedResource(Type = \"x\")] public sealed partial class @extension { } [TrackedResource(Type = \"x\")] public sealed partial class @allows { } [TrackedResource(Type = \"x\")] public sealed partial class @nint { } [TrackedResource(Type = \"x\")] public sealed partial class @file { } [TrackedResource(Type = \"x\")] public sealed partial class unmanaged { } [TrackedResource(Type = \"x\")] public sealed partial class _ { }", 8)]
    [InlineData("[TrackedResource(Type = \"a\\\"b\\\\c\\r\\n\\t{0}\\u2028 */ #\\0\")] public sealed partial class A { [Owned] readonly Stream _s = Stream.Null; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public readonly partial struct A<__T> : ITrimmable { [Owned] readonly Stream _s; public A(Stream s) { _s = s; Track(); } public long Trim(TrimRequest r) => 0; }")]
    public void How_things_may_be_called(string source, int types = 1) => Generates(source, types);

    [Theory]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A : IDisposable { [Owned] private readonly Stream _s = Stream.Null; public A() => Track(); void IDisposable.Dispose() => Dispose(); public void Dispose() => ReleaseTracked(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A : IDisposable, IAsyncDisposable { [Owned] private readonly Stream _s = Stream.Null; public A() => Track(); void IDisposable.Dispose() => ReleaseTracked(); ValueTask IAsyncDisposable.DisposeAsync() => ReleaseTrackedAsync(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public readonly partial struct A : IDisposable, IAsyncDisposable { [Owned] private readonly Stream _s; public A(Stream s) { _s = s; Track(); } public void Dispose() => ReleaseTracked(); public ValueTask DisposeAsync() => ReleaseTrackedAsync(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] private readonly Stream _s = Stream.Null; public A() => Track(); public async Task DisposeAsync() => await ReleaseTrackedAsync(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] private readonly Stream _s = Stream.Null; public A() => Track(); private void Dispose() => ReleaseTracked(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] private readonly Stream _s = Stream.Null; public A() => Track(); public int Dispose() { ReleaseTracked(); return 1; } }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] private readonly Stream _s = Stream.Null; public A() => Track(); public void Dispose(string why) { } public void Dispose<T>() { } public static void Dispose(A a) { } }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] private readonly Stream _s = Stream.Null; public A() => Track(); public partial void Dispose(); public partial void Dispose() => ReleaseTracked(); }")]
    [InlineData("public class Base : IDisposable { public virtual void Dispose() { } } public class Mid : Base { public new virtual void Dispose() { } } [TrackedResource(Type = \"x\")] public sealed partial class A : Mid { [Owned] readonly Stream _s = Stream.Null; public A() => Track(); }")]
    [InlineData("public class G<T> : IDisposable where T : class { protected virtual void Dispose(bool disposing) { } public void Dispose() { Dispose(true); GC.SuppressFinalize(this); } } [TrackedResource(Type = \"x\")] public partial class A<U> : G<List<U>> { [Owned] readonly Stream _s = Stream.Null; public A() => Track(); }")]
    [InlineData("public interface IThing : IDisposable { new void Dispose(); int Track { get; } bool TryLease(out Lease lease); } [TrackedResource(Type = \"x\")] public abstract partial class A : IThing { [Owned] readonly Stream _s = Stream.Null; public A() => Track(); int IThing.Track => 1; bool IThing.TryLease(out Lease l) => TryLease(out l); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A : MemoryStream { [Owned] readonly Stream _s = Stream.Null; public A() => Track(); } [TrackedResource(Type = \"x\")] public sealed partial class B : CancellationTokenSource { [Owned] readonly Stream _s = Stream.Null; public B() => Track(); } [TrackedResource(Type = \"x\")] public partial class C : System.ComponentModel.Component { [Owned] readonly Stream _s = Stream.Null; public C() => Track(); }", 3)]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { public A() => Track(); partial void OnReleasing(in ReleaseContext @in) { } partial void OnReleased(in ReleaseContext other) { } }")]
    public void What_may_stand_beside_the_generated_release(string source, int types = 1) => Generates(source, types);

    [Theory]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] Stream?[]?[,] _m = null!; [Owned] List<Dictionary<string, Stream?[]?>?>? _n = null; [Owned] System.Collections.Immutable.ImmutableArray<Lazy<Stream>?>? _i = null; [Owned] readonly Queue<IAsyncDisposable> _q = new(); public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] Stream? _a = null, _b = null; [Owned(After = nameof(_a))] volatile Stream? _d = null; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A<T> where T : IDisposable? { [Owned] readonly T? _t = default; [Owned] readonly T[] _u = new T[0]; [Owned] readonly List<T?>? _v = null; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A<T> where T : struct, IDisposable, IAsyncDisposable { [Owned] T? _t = null; [Owned] T _u = default; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] A? _next = null; [Owned] List<A> _children = new(); public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public abstract partial class Base<TSelf> where TSelf : Base<TSelf> { [Owned] readonly Stream _s = Stream.Null; protected Base() => Track(); } [TrackedResource(Type = \"x\")] public sealed partial class A : Base<A> { [Owned] A? _a = null; public A() => Track(); }", 2)]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] B? _b = null; [Owned] IAsyncDisposable? _x = null; public A() => Track(); } [TrackedResource(Type = \"x\")] public sealed partial class B { [Owned] A? _a = null; public B() => Track(); }", 2)]
    [InlineData("public sealed class P : IDisposable { [Obsolete(\"no\", true)] public void Dispose() { } } [TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly P? _s = null; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed unsafe partial class A { [Owned(Family = \"heap.hglobal\")] private nuint _p = 0; [Owned(Family = \"heap.cotask\")] private byte* _q = null; [Owned(Family = \"heap.crt\")] private void* _r = null; [Owned(Family = \"heap.bstr\")] private nint _s = 0; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public unsafe partial class A { [Owned(Family = \"pin.gchandle\")] private System.Runtime.InteropServices.GCHandle _h = default; [Owned(Family = \"f\")] private int** _p = null; static void Free([Releases(Family = \"f\")] int** p) { } public A() => Track(); }")]
    [InlineData("#nullable disable\n[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly Stream _s = Stream.Null; [Owned] List<Stream> _l = null; public A() => Track(); }")]
    [InlineData("[Obsolete(\"no\")] [TrackedResource(Type = \"x\")] public sealed partial class A { [Obsolete] [Owned] readonly Stream _s = Stream.Null; public A() => Track(); [Obsolete(\"x\", true)] [Trim] long T(TrimRequest r) => 0; } [System.Diagnostics.CodeAnalysis.Experimental(\"EXP1\")] [TrackedResource(Type = \"x\")] public sealed partial class B { public B() => Track(); }", 2)]
    public void What_may_be_owned(string source, int types = 1) => Generates(source, types);

    [Theory]
    [InlineData("public partial class A<T> where T : class { [TrackedResource(Type = \"y\")] public partial T? P { get; set; } [TrackedResource(Type = \"y\", Load = nameof(L))] protected partial List<T?>? Q { get; } List<T?> L() => new(); }")]
    [InlineData("public partial class A { [TrackedResource(Type = \"y\")] public partial dynamic? P { get; set; } [TrackedResource(Type = \"y\")] public partial Action? Q { get; set; } [TrackedResource(Type = \"y\")] public partial byte[]? R { get; set; } [TrackedResource(Type = \"y\")] public partial IEnumerable<int>? S { get; set; } }")]
    [InlineData("public partial class A { [TrackedResource(Type = \"y\", Load = nameof(token))] public partial Stream? P { get; } static Stream token(CancellationToken token) => Stream.Null; [TrackedResource(Type = \"y\", Load = nameof(owner))] public partial Stream? Q { get; } static async Task<Stream> owner(CancellationToken owner) { await Task.Yield(); return Stream.Null; } [TrackedResource(Type = \"y\", Load = nameof(value))] public partial Stream? R { get; } ValueTask<Stream> value() => default; }")]
    [InlineData("[TrackedResource(Type = \"x\")] public partial class A { [TrackedResource(Type = \"y\")] public virtual partial Stream? V { get; protected set; } public A() => Track(); } [TrackedResource(Type = \"x\")] public sealed partial class B : A { [TrackedResource(Type = \"y\")] public override partial Stream? V { get; protected set; } [TrackedResource(Type = \"y\")] public required partial Stream? W { get; init; } public B() => Track(); }", 2)]
    [InlineData("public class Base { public Stream? P => null; } [TrackedResource(Type = \"x\")] public partial class A : Base { [TrackedResource(Type = \"y\")] public new partial Stream? P { get; set; } public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class E { int TryLeaseP = 1; public int Q => TryLeaseP++; [TrackedResource(Type = \"y\")] public partial Stream? P { get; set; } public E() => Track(); }")]
    public void What_a_tracked_property_may_be(string source, int types = 1) => new GeneratorTest<TrackedResourceGenerator>
    {
        TestCode = Usings + source,
        AllowedCompilerDiagnostics = { "CS1591" },
    }.Generates(types);

    [Fact]
    public void Three_hundred_members() => Generates(
        $"[TrackedResource(Type = \"x\")] public sealed partial class Many {{ {string.Concat(Enumerable.Range(0, 300).Select(static i => $"[Owned] readonly Stream? _m{i} = null; "))} public Many() => Track(); }}");

    [Fact]
    public void Parts_in_several_files_with_other_modifiers_usings_and_aliases()
    {
        var test = new GeneratorTest<TrackedResourceGenerator>
        {
            Sources =
            {
                "global using TR = ResourceHygiene.TrackedResourceAttribute; global using static Names; public static class Names { public const string N = \"n\"; public const double D = 1.5; }",
                "using Mine = ResourceHygiene.OwnedAttribute; [TR(Type = N + \"x\", RetentionSeconds = D * 2, Priority = (ResourceHygiene.ReleasePriority)17)] public sealed partial class A { [Mine] readonly System.IO.Stream _s = System.IO.Stream.Null; public A() => Track(); }",
                "using ResourceHygiene; sealed partial class A { [Owned] private readonly System.IO.Stream _b = System.IO.Stream.Null; }",
                "partial class A : System.ICloneable { public object Clone() => this; }",
                """
                #define ON
                using ResourceHygiene;
                public partial class A
                {
                #if ON
                    [Owned] readonly System.IO.Stream _c = System.IO.Stream.Null;
                #else
                    [Owned] readonly int _c;
                    public void Dispose() { }
                #endif
                }
                """,
            },
        };

        string text = Assert.Single(test.Generate()).Value;
        Assert.Contains("Type = \"nx\"", text, StringComparison.Ordinal);
        Assert.Contains("this._c?.Dispose();", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { } [TrackedResource(Type = \"x\")] public partial struct A { }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { } public sealed partial record A { }")]
    [InlineData("public partial class O { [TrackedResource(Type = \"x\")] public sealed partial class A { } } public partial struct O { [TrackedResource(Type = \"x\")] public sealed partial class A { } }")]
    [InlineData("public partial class A { [TrackedResource(Type = \"y\")] public partial Stream? P { get; set; } } public partial record A { [TrackedResource(Type = \"y\")] public partial Stream? Q { get; set; } }")]
    public void While_two_types_have_one_name_nothing_is_generated_and_nothing_fails(string source) => new GeneratorTest<TrackedResourceGenerator>
    {
        TestCode = Usings + source,
        AllowedCompilerDiagnostics = { "CS0101", "CS0261", "CS9248" },
    }.RunExpectingNothing();

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3)]
    [InlineData(LanguageVersion.CSharp9)]
    [InlineData(LanguageVersion.CSharp10)]
    public void Nothing_is_generated_for_an_older_language(LanguageVersion version) => new GeneratorTest<TrackedResourceGenerator>
    {
        TestCode = "using ResourceHygiene; namespace N { [TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly System.IO.Stream _s = null; } }",
        LanguageVersion = version,
        AllowedCompilerDiagnostics = { "CS8630", "CS8625", "CS0414" },
    }.RunExpectingNothing();

    [Theory]
    [InlineData("public static class H { [ReleaseHandler(\"a\")] internal static ReleaseOutcome R(object s, in ReleaseContext c) => default; [ReleaseHandler(\"b\")] internal static ReleaseOutcome R(int[][] s, in ReleaseContext c) => default; [ReleaseHandler(\"c\")] internal static ReleaseOutcome R(List<(int A, string? B)> s, in ReleaseContext c) => default; [ReleaseHandler(\"e\")] internal static ReleaseOutcome R(List<dynamic> s, ReleaseContext c) => default; }")]
    [InlineData("public static unsafe class H { [ReleaseHandler(\"d\")] internal static ReleaseOutcome R(int*[] s, in ReleaseContext c) => default; [ReleaseHandler(\"f\")] internal static ReleaseOutcome R(delegate*<int, void>[] s, in ReleaseContext c) => default; }")]
    [InlineData("namespace @class.@new { public static class @static { [ReleaseHandler(\"a\")] internal static ReleaseOutcome @return(this Stream @this, in ReleaseContext c) => default; [Cleaner(Name = \"a\\\"\", Level = (CleanupLevel)2, After = new[] { \"b\" })] internal static Task @await(CleanerContext c) => Task.CompletedTask; } }")]
    [InlineData("public interface I { [ReleaseHandler(\"a\")] static ReleaseOutcome R(Stream s, in ReleaseContext c) => default; } public record R { [ReleaseHandler(\"c\")] internal ReleaseOutcome S(in ReleaseContext c) => default; } public struct T { [ReleaseHandler(\"e\")] internal static ReleaseOutcome U(Stream s, in ReleaseContext c) => default; }")]
    public void What_may_be_registered(string source) =>
        Assert.Single(new GeneratorTest<ReleaseHandlerGenerator> { TestCode = Usings + source }.Generate());

    private static void Generates(string source, int types = 1) => new GeneratorTest<TrackedResourceGenerator> { TestCode = Usings + source }.Generates(types);
}

file static class Expectations
{
    public static void Generates(this GeneratorTest<TrackedResourceGenerator> test, int types) => Assert.Equal(types, test.Generate().Count);
}
