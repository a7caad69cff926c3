using Mark = ResourceHygiene.CodeFixes.Tests.Owners.OwnerFixes<ResourceHygiene.CodeFixes.Owners.MarkOwnedFix>;

namespace ResourceHygiene.CodeFixes.Tests.Owners;

/// <summary>The member is said to own what its type releases.</summary>
public sealed class MarkOwnedFixTests
{
    [Fact]
    public Task A_field() => Mark.Fixes(
        """
        using System.Net.Http;

        public sealed class Query : IDisposable
        {
            // Shared by convention.
            private readonly HttpClient _client;
            public Query(HttpClient client) => _client = client;
            public void Dispose() => {|RH2006:_client|}.Dispose();
        }
        """,
        """
        using System.Net.Http;

        public sealed class Query : IDisposable
        {
            // Shared by convention.
            [Owned]
            private readonly HttpClient _client;
            public Query(HttpClient client) => _client = client;
            public void Dispose() => _client.Dispose();
        }
        """);

    [Fact]
    public Task A_property() => Mark.Fixes(
        """
        using System.Net.Http;

        public sealed class Query : IDisposable
        {
            public Query(HttpClient client) => Client = client;
            private HttpClient Client { get; }
            public void Dispose() { {|RH2006:Client|}.Dispose(); }
        }
        """,
        """
        using System.Net.Http;

        public sealed class Query : IDisposable
        {
            public Query(HttpClient client) => Client = client;
            [Owned]
            private HttpClient Client { get; }
            public void Dispose() { Client.Dispose(); }
        }
        """);

    [Theory]
    [InlineData("private readonly Resource _held; public Query([Borrowed] Resource held) => _held = held; public void Dispose() => {|RH2006:_held|}.Dispose();")]
    [InlineData("[Borrowed] private readonly Resource _held; public Query(Resource held) => _held = held; public void Dispose() => {|RH2006:_held|}.Dispose();")]
    [InlineData("private readonly System.Net.Http.HttpClient _a, _b; public Query(System.Net.Http.HttpClient a) { _a = a; _b = a; } public void Dispose() => {|RH2006:_a|}.Dispose();")]
    public Task Nothing_is_offered_where_the_opposite_is_said_or_others_would_be_marked(string members) => Mark.OffersNothing($"public sealed class Query : IDisposable {{ {members} }}");
}
