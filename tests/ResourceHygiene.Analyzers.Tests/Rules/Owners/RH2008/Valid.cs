namespace ResourceHygiene.Analyzers.Tests.Rules.Owners.RH2008;

/// <summary>Something takes elements out again, or the collection does not grow.</summary>
public sealed class Valid
{
    [Theory]
    [InlineData("private static readonly Dictionary<string, Resource> s_all = new(); public static void Put(string name) => s_all[name] = new Resource(); public static void Drop(string name) { if (s_all.Remove(name, out var old)) old.Dispose(); }")]
    [InlineData("private static readonly Dictionary<string, Resource> s_all = new(); public static void Put(string name) => s_all[name] = new Resource(); public static void Close() { foreach (var one in s_all.Values) one.Dispose(); s_all.Clear(); }")]
    [InlineData("private static readonly List<Resource> s_all = new() { new Resource(), new Resource() }; public static int Count => s_all.Count;")]
    [InlineData("private static readonly Dictionary<string, Resource> s_all = new(); static Cache() { s_all.Add(\"a\", new Resource()); } public static Resource Get(string name) => s_all[name];")]
    [InlineData("private static readonly Dictionary<Type, Resource> s_all = new(); public static void Put(Type type) => s_all[type] = new Resource();")]
    [InlineData("private static readonly ConcurrentDictionary<string, SemaphoreSlim> s_all = new(); public static SemaphoreSlim Get(string name) => s_all.GetOrAdd(name, _ => new SemaphoreSlim(1));")]
    [InlineData("private static readonly List<Resource> s_all = new(); public static void Add(Resource given) => s_all.Add(given);")]
    [InlineData("internal static readonly List<Resource> All = new(); public static void Add() => All.Add(new Resource());")]
    [InlineData("private static readonly List<Resource> s_all = new(); public static void Add() => s_all.Add(new Resource()); public static IEnumerable<Resource> All => s_all;")]
    [InlineData("private static Dictionary<string, Resource> s_all = new(); public static void Put(string name) => s_all[name] = new Resource(); public static void Reset() => s_all = new();")]
    [InlineData("private static readonly ConcurrentQueue<Resource> s_pool = new(); public static Resource Rent() => s_pool.TryDequeue(out var one) ? one : new Resource(); public static void Return(Resource one) => s_pool.Enqueue(one);")]
    [InlineData("private static readonly Dictionary<string, Resource> s_all = new(); public static Resource Get(string name) { if (!s_all.TryGetValue(name, out var found)) { found = new Resource(); s_all.Add(name, found); } return found; }")]
    [InlineData("private static readonly ConcurrentDictionary<string, HttpClient> s_all = new(); public static HttpClient Get(string host) => s_all.GetOrAdd(host, _ => new HttpClient());")]
    [InlineData("private static readonly ConcurrentDictionary<string, Resource> s_all = new(); public static Resource Get(string host) => s_all.GetOrAdd(host, static name => { var made = new Resource(); made.Name = name; return made; });")]
    [InlineData("[Borrowed] private static readonly List<Resource> s_all = new(); public static void Add() => s_all.Add(new Resource());")]
    public Task Something_takes_out_or_it_does_not_grow(string members) => OwnerCode.InFile($"static class Cache {{ {members} }}");
}
