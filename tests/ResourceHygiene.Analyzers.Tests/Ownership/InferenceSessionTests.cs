using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership;

namespace ResourceHygiene.Analyzers.Tests.Ownership;

/// <summary>A question that ends in an exception leaves nothing behind that another answer could rest on.</summary>
public sealed class InferenceSessionTests
{
    private static readonly CSharpCompilation Compilation = InferredContracts.Compile(
        "class C { static void A(Stream s) { B(s); } static void B(Stream s) { if (s.CanRead) A(s); s.Dispose(); } }");

    [Fact]
    public void A_session_can_be_asked_again_after_an_exception()
    {
        IMethodSymbol a = Method("A");
        IMethodSymbol b = Method("B");
        var session = new InferenceSession(CancellationToken.None);
        MethodContract wrong = MethodContract.Opaque(1);
        int calls = 0;

        // B is a member of A's circle when the second round of A fails.
        Assert.Throws<InvalidOperationException>(() => session.Solve(
            a,
            asked => SymbolEqualityComparer.Default.Equals(asked, b) ? Ask(session, a, wrong)
                : ++calls == 2 ? throw new InvalidOperationException()
                : session.Solve(b, _ => Ask(session, a, wrong), Ignore),
            Ignore));

        var published = new List<IMethodSymbol>();
        MethodContract right = MethodContract.Inert(1);
        Assert.True(session.Solve(b, _ => right, (method, _) => published.Add(method)).IsSameAs(right));
        Assert.Equal([b], published, SymbolEqualityComparer.Default);

        // What was assumed about A is what is always assumed at first.
        MethodContract? assumed = null;
        session.Solve(a, _ => assumed ??= session.Solve(a, static _ => throw new InvalidOperationException(), Ignore), Ignore);
        Assert.True(assumed!.IsSameAs(MethodContract.Inert(1)));
    }

    [Fact]
    public void An_exception_in_the_middle_leaves_the_outer_question_alone()
    {
        IMethodSymbol a = Method("A");
        IMethodSymbol b = Method("B");
        var session = new InferenceSession(CancellationToken.None);
        MethodContract answer = MethodContract.Opaque(1);
        var published = new List<IMethodSymbol>();
        MethodContract solved = session.Solve(
            a,
            _ =>
            {
                Assert.Throws<InvalidOperationException>(() => session.Solve(b, static _ => throw new InvalidOperationException(), Ignore));
                return answer;
            },
            (method, _) => published.Add(method));
        Assert.Same(answer, solved);
        Assert.Equal([a], published, SymbolEqualityComparer.Default);
    }

    [Fact]
    public void Knowledge_outlives_a_cancelled_question()
    {
        var knowledge = new OwnershipKnowledge(Compilation);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => knowledge.ContractOf(Method("A"), new InferenceSession(cancelled.Token)));
        Assert.Equal(ParameterRole.Released, knowledge.ContractOf(Method("A"), new InferenceSession(CancellationToken.None)).Parameters[0].Role);
    }

    private static MethodContract Ask(InferenceSession session, IMethodSymbol about, MethodContract answer)
    {
        session.Solve(about, _ => answer, Ignore);
        return answer;
    }

    private static void Ignore(IMethodSymbol method, MethodContract contract)
    {
    }

    private static IMethodSymbol Method(string name) => Compilation.GetSymbolsWithName(name, SymbolFilter.Member).OfType<IMethodSymbol>().Single();
}
