using ResourceHygiene.Generators.TrackedResources;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Generators.Tests.TrackedResources;

/// <summary>
/// Programs as somebody may write them who has not read our documentation: each gets code that compiles without a warning, or nothing at
/// all and no failure. As in <see cref="OddTypeTests"/>, the harness holds most of that.
/// </summary>
public class OddProgramTests
{
    private const string Usings =
        "using System; using System.Collections; using System.Collections.Concurrent; using System.Collections.Frozen; using System.Collections.Generic; using System.Collections.Immutable; using System.Collections.ObjectModel; using System.IO; using System.Linq; using System.Threading; using System.Threading.Channels; using System.Threading.Tasks; using ResourceHygiene;\n";

    [Theory]
    [InlineData("[TrackedResource(Type = \"x\")] public abstract partial record R<T>(T V) { [Owned] public Stream? S { get; init; } } public abstract partial record R<T> { public int N { get; init; } } [TrackedResource(Type = \"x\")] public sealed partial record Q(string V) : R<string>(V) { [Owned] public required Stream Z { get; init; } }", 2)]
    [InlineData("public partial class O<T> where T : IDisposable { public partial class I<U> : List<T> where U : struct, Enum { [TrackedResource(Type = \"x\")] public partial class A<V> where V : T, new() { [Owned] private readonly T? _t = default; [Owned] private readonly Dictionary<U, V[]> _v = new(); public A() => Track(); } [TrackedResource(Type = \"x\")] public sealed partial class A : O<Stream>.I<DayOfWeek>.A<MemoryStream> { public A() => Track(); } public class T2 { } } }", 2)]
    [InlineData("public interface IOther { void Dispose(); ValueTask DisposeAsync(); bool TryLease(out Lease lease); } [TrackedResource(Type = \"x\")] public partial class A : IOther { [Owned] readonly IAsyncDisposable? _s = null; public A() => Track(); bool IOther.TryLease(out Lease lease) => TryLease(out lease); }")]
    [InlineData("public interface IA { object Track { get; } } public interface IB { object Track { get; } } [TrackedResource(Type = \"x\")] public sealed partial class A : IA, IB { [Owned] readonly Stream _s = Stream.Null; object IA.Track => this; object IB.Track => this; public A() => Track(); }")]
    [InlineData("public interface I : IDisposable { void IDisposable.Dispose() { } } [TrackedResource(Type = \"x\")] public sealed partial class A : I { [Owned] readonly Stream _s = Stream.Null; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A(Stream s, Stream? t = null) { [Owned] private Stream S { get; } = s; [Owned] private Stream? T { get; set; } = t; private readonly int _n = s.CanRead ? 1 : 0; public int N => _n; }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A(params Stream[] all) { [Owned] private readonly Stream[] _all = all; }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] public required Stream S { get; init; } [Owned] public Stream? T { private get; set; } [Owned] protected internal Stream? U; [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public A(Stream s) { S = s; Track(); } public A() => Track(); public Stream? V => T; }")]
    [InlineData("[TrackedResource(Type = \"größe\")] public sealed partial class Größe { [Owned] readonly Stream _ström = Stream.Null; [Owned] readonly Stream \\u0041b = Stream.Null; [Owned] readonly Stream 数据流 = Stream.Null; public Größe() => Track(); }")]
    [InlineData("namespace 名前空間.Ä { public partial class Ωmega<Тип> { [TrackedResource(Type = \"x\")] public sealed partial class @class { [Owned] readonly Stream @event = Stream.Null; [Owned(After = nameof(@event))] readonly Stream @class_ = Stream.Null; public @class() => Track(); } } }")]
    [InlineData("#nullable disable\nnamespace N { [TrackedResource(Type = \"x\")] public partial class A<T> where T : IDisposable { [Owned] readonly T _t; [Owned] readonly Dictionary<string, T> _d; [Owned] readonly T[][] _a; [Owned] Stream S { get; set; } public A(T t) { _t = t; _d = null; _a = null; Track(); } } [TrackedResource(Type = \"x\")] public sealed partial class B<T> : A<T> where T : IDisposable { public B(T t) : base(t) { Track(); } } }", 2)]
    [InlineData("#nullable enable annotations\n[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly Stream? _t = null; [Owned] readonly Stream _u = null; public A() => Track(); }")]
    [InlineData("#nullable enable warnings\n[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly Stream _t = Stream.Null; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A : IDisposable { void IDisposable.Dispose() => ReleaseTracked(); public void Close() => ((IDisposable)this).Dispose(); [Owned] readonly Stream _s = Stream.Null; public A() => Track(); }")]
    [InlineData("public abstract class Base : IDisposable { public abstract void Dispose(); } [TrackedResource(Type = \"x\")] public partial class A : Base { [Owned] readonly Stream _s = Stream.Null; public A() => Track(); }")]
    [InlineData("public class Root : IDisposable { public virtual void Dispose() { } } public abstract class Base : Root { public abstract override void Dispose(); } [TrackedResource(Type = \"x\")] public sealed partial class A : Base { [Owned] readonly Stream _s = Stream.Null; public A() => Track(); }")]
    [InlineData("public abstract class Base : IAsyncDisposable { public abstract ValueTask DisposeAsync(); } [TrackedResource(Type = \"x\")] public partial class A : Base { [Owned] readonly Stream _s = Stream.Null; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly Dictionary<Stream, Stream> _d = new(); public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly KeyValuePair<string, Stream>[] _k = []; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly BlockingCollection<Stream> _k = new(); [Owned] readonly ThreadLocal<Stream> _t = new(); public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly Task<Stream>? _k = null; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly ILookup<int, Stream>? _k = null; [Owned] readonly Lazy<Task>? _l = null; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly Lazy<Lazy<Stream[]>[]>? _k = null; [Owned] readonly Stream[,][][,,]? _m = null; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] public Stream Field { get => field; set => field = value; } = Stream.Null; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] public Stream Half { get; set => field = value; } = Stream.Null; [Owned] public Stream? Lazy => field ??= new MemoryStream(); public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public partial class A { [Owned] public virtual Stream? V { get; set; } public A() => Track(); }")]
    [InlineData("public abstract class Base { public abstract Stream? V { get; } } [TrackedResource(Type = \"x\")] public sealed partial class A : Base { [Owned] public override Stream? V { get; } = null; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = nameof(A) + $\"{nameof(A)}.x\")] public sealed partial class A { private const string Other = \"y\"; public A() => Track(name: Other, bytes: 1L << 20); [TrackedResource(Type = Other)] public partial Stream? P { get; set; } }")]
    [InlineData("public partial class O { [TrackedResource(Type = \"x\")] public partial class A { public A() => Track(); } public partial class P { [TrackedResource(Type = \"x\")] public partial class A : O.A { public A() => Track(); [TrackedResource(Type = \"x\")] private sealed partial class B : A { [Owned] readonly Stream _b = Stream.Null; public B() => Track(); } } } }", 3)]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { public A(int n) { void Local() => Track(); Action a = () => { }; Local(); a(); } public A(string s) : this() { } public A(long n) { try { Track(); } finally { } } public A() => Track(); }")]
    [InlineData("#line 100 \"other.cs\"\n[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly Stream _s = Stream.Null;\n#line hidden\n[Owned] readonly Stream _t = Stream.Null;\n#line default\n public A() => Track(); }")]
    [InlineData("#pragma warning disable CS1591\n#pragma warning restore\n[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly Stream _s = Stream.Null; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly T _s = null!; private sealed class T : IDisposable { void IDisposable.Dispose() { } } [Owned] readonly U? _u = null; private struct U : IAsyncDisposable { public ValueTask DisposeAsync() => default; } [Owned] readonly V _v = default; private readonly struct V : IDisposable { readonly void IDisposable.Dispose() { } } public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly T _s = null!; public class T : IDisposable { public void Dispose(bool b = true) { } void IDisposable.Dispose() { } public int Dispose<X>() => 1; } public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly T _s = null!; public ref struct S { public void Dispose() { } } public class T : IDisposable { public static void Dispose(int x) { } public virtual void Dispose() { } } public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly T? _s = null; public class T : B { public new void Dispose() { } } public class B : IDisposable { public void Dispose() { } } public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly T? _s = null; public abstract class T : IDisposable, IAsyncDisposable { public abstract void Dispose(); public abstract ValueTask DisposeAsync(); } public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly I? _s = null; public interface I : IEnumerable<Stream>, IDisposable { } public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { public A() => Track(); [Trim] private async Task<long> T(TrimRequest r, CancellationToken t) { await Task.Yield(); return 1; } [Offload] private static ValueTask O(A a, ReleaseContext c) => default; [Persist] private void P(in ReleaseContext c, CancellationToken t) { } }")]
    [InlineData("[TrackedResource(Type = \"x\")] public partial class A<T> { protected A() => Track(); [Trim] protected virtual long T1(TrimRequest r) => 1; } [TrackedResource(Type = \"x\")] public sealed partial class B : A<int> { public B() => Track(); [Trim] private long T2(TrimRequest r) => 2; protected override long T1(TrimRequest r) => 3; }", 2)]
    [InlineData("public enum ResourceHygiene2 { } namespace Some.Global { public static class global { } [TrackedResource(Type = \"x\")] public sealed partial class ResourceTracker { [Owned] readonly Stream TrackingEntry = Stream.Null; public ResourceTracker() => Track(); } }")]
    [InlineData("[TrackedResource(Type = \"x\")] public partial struct A { [Owned] private readonly Pair _p; public A(Stream s) { _p = new Pair { S = s }; Track(); } private struct Pair : IDisposable { public Stream S; public void Dispose() => S.Dispose(); } }")]
    [InlineData("[TrackedResource(Type = \"x\", Failures = ReleaseFailures.Report)] public partial class A { public A() => Track(); [Owned] readonly CancellationTokenRegistration _r = default; [Owned] readonly Timer? _t = null; [Owned] readonly PeriodicTimer? _p = null; [Owned] readonly System.Runtime.InteropServices.SafeHandle? _h = null; }")]
    [InlineData("public partial class A { [TrackedResource(Type = \"y\")] private protected partial Stream? P { get; private set; } [TrackedResource(Type = \"y\")] internal partial Stream? @class { get; set; } [TrackedResource(Type = \"y\")] public partial (Stream, int)[]? Q { get; set; } public void F() => P = null; }")]
    [InlineData("public partial record A<T>(T? X) where T : class, IDisposable { [TrackedResource(Type = \"y\", Load = nameof(LoadAsync))] public partial T? P { get; set; } private async ValueTask<T> LoadAsync() { await Task.Yield(); return X!; } }")]
    public void What_can_be_completed_compiles(string source, int types = 1) => Assert.Equal(types, TestOf(source).Generate().Count);

    [Theory]
    [InlineData("public class Root : IDisposable { public virtual void Dispose() { } } public class Base : Root { public sealed override void Dispose() { } } [TrackedResource(Type = \"x\")] public sealed partial class A : Base { [Owned] readonly Stream _s = Stream.Null; public A() { } }")]
    [InlineData("public class Base : IDisposable { public void Dispose() { Dispose(true); GC.SuppressFinalize(this); } protected virtual void Dispose(bool disposing) { } } public class Mid : Base { protected sealed override void Dispose(bool disposing) { } } [TrackedResource(Type = \"x\")] public sealed partial class A : Mid { [Owned] readonly Stream _s = Stream.Null; public A() { } }")]
    [InlineData("public abstract class Base : IDisposable { void IDisposable.Dispose() => Close(); protected abstract void Close(); } [TrackedResource(Type = \"x\")] public partial class A : Base { [Owned] readonly Stream _s = Stream.Null; public A() { } protected override void Close() { } }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] static readonly Stream s_s = Stream.Null; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] static Stream? S { get; set; } [Owned] readonly Stream _s = Stream.Null; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly Dictionary<Stream, int> _d = new(); public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly HashSet<Stream> _d = new(); [Owned] readonly ConcurrentDictionary<int, Stream[]> _c = new(); [Owned] readonly FrozenDictionary<string, Stream> _f = FrozenDictionary<string, Stream>.Empty; [Owned] readonly ImmutableSortedDictionary<string, List<Stream>> _i = ImmutableSortedDictionary<string, List<Stream>>.Empty; [Owned] readonly SortedList<int, Stream> _l = new(); [Owned] readonly ConcurrentBag<Stream> _b = new(); [Owned] readonly LinkedList<Stream> _k = new(); [Owned] readonly ReadOnlyCollection<Stream>? _r = null; [Owned] readonly ObservableCollection<Stream> _o = new(); [Owned] readonly ConcurrentStack<Stream?> _cs = new(); [Owned] readonly ImmutableStack<Stream> _is = ImmutableStack<Stream>.Empty; [Owned] readonly IReadOnlyDictionary<string, Stream>? _rd = null; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly List<(Stream, int)> _k = []; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly Tuple<Stream>? _k = null; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly ArraySegment<Stream> _k = default; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly Memory<Stream> _k = default; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly PriorityQueue<Stream, int> _k = new(); public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly Channel<Stream> _k = null!; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly WeakReference<Stream> _k = null!; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly ArrayList _k = null!; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly Func<Stream>? _k = null; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly IAsyncEnumerable<Stream>? _k = null; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly Stream?[]?[]? _m = null; [Owned] readonly IList<IEnumerable<Stream>>? _n = null; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] public Stream this[int i] => Stream.Null; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] public Stream Computed => new MemoryStream(); public A() => Track(); }")]
    [InlineData("public interface IHas { Stream? V { get; } } [TrackedResource(Type = \"x\")] public sealed partial class A : IHas { [Owned] Stream? IHas.V { get; } = null; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly T _s = null!; public class T { public void Dispose() { } } public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly dynamic? _s = null; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly object? _s = null; public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public sealed partial class A { [Owned] readonly I? _s = null; public interface I : IReadOnlyList<Stream>, IReadOnlyDictionary<int, Stream> { } public A() => Track(); }")]
    [InlineData("[TrackedResource(Type = \"x\")] public readonly partial record struct A { [Owned] public Stream? S { get; init; } public A(Stream s) { S = s; Track(); } }")]
    [InlineData("[TrackedResource(Type = \"x\")] public readonly partial record struct A<T>([property: Owned] T Value) where T : IDisposable { public A(T v, int n) : this(v) { Track(); } }")]
    [InlineData("public partial class A { [TrackedResource(Type = \"y\")] public static partial Stream? P { get; set; } }")]
    [InlineData("public partial struct A { [TrackedResource(Type = \"y\")] public partial Stream? P { get; set; } }")]
    [InlineData("public partial interface I { [TrackedResource(Type = \"y\")] partial Stream? P { get; set; } partial Stream? P { get => null; set { } } }")]
    public void What_cannot_be_completed_gets_nothing(string source) => TestOf(source).RunExpectingNothing();

    [Theory]
    [InlineData("KeyValuePair<string, Part>[]", "new KeyValuePair<string, Part>[]", "")]
    [InlineData("ImmutableArray<KeyValuePair<string, Part>>", "ImmutableArray.Create(new KeyValuePair<string, Part>[]", ")")]
    [InlineData("Lazy<KeyValuePair<string, Part>[]>", "new Lazy<KeyValuePair<string, Part>[]>(new KeyValuePair<string, Part>[]", ")")]
    [InlineData("List<KeyValuePair<string, Part>>", "new List<KeyValuePair<string, Part>>", "")]
    public void Pairs_are_released_by_their_values_in_whatever_holds_them(string type, string begin, string end)
    {
        var test = TestOf(
            $$"""
            public sealed class Part : IDisposable { public static int Released; public void Dispose() => Released++; }

            [TrackedResource(Type = "x")]
            public sealed partial class A
            {
                [Owned] private readonly {{type}} _pairs;
                public A() { _pairs = {{begin}} { new("a", new Part()), new("b", new Part()), new("c", null!) }{{end}}; Track(); }
                public static int Run() { var a = new A(); _ = ((object)a._pairs as Lazy<KeyValuePair<string, Part>[]>)?.Value; a.Dispose(); a.Dispose(); return Part.Released; }
            }
            """);

        Assert.Equal(2, test.CompileAndLoad().GetType("A", throwOnError: true)!.GetMethod("Run")!.Invoke(null, null));
    }

    // Fields that nobody sets, members without documentation; and calls of what is not generated where nothing is.
    private static GeneratorTest<TrackedResourceGenerator> TestOf(string source) => new()
    {
        TestCode = Usings + source,
        AllowedCompilerDiagnostics = { "CS0649", "CS1591", "CS0103", "CS9248" },
    };
}
