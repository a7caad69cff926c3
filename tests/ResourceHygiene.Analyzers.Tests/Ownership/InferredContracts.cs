using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership;
using ResourceHygiene.Testing;

namespace ResourceHygiene.Analyzers.Tests.Ownership;

/// <summary>Contracts as they are read off source, in words.</summary>
internal static class InferredContracts
{
    private const string Usings = "using System;\nusing System.Collections.Generic;\nusing System.Data.Common;\nusing System.IO;\nusing System.Threading.Tasks;\n";

    /// <summary>What a method <c>Do</c> does with its parameter <c>s</c>.</summary>
    /// <param name="members">Members of a class, the method among them.</param>
    public static string OfParameter(string members)
    {
        (MethodContract contract, IMethodSymbol method) = Infer($"class C\n{{\n{members}\n}}");
        return Describe(contract.Parameters[method.Parameters.IndexOf(method.Parameters.Single(static parameter => parameter.Name == "s"))]);
    }

    /// <summary>What a method <c>Do</c> does with the object that it is called on.</summary>
    public static string OfReceiver(string types)
    {
        (MethodContract contract, _) = Infer(types);
        return contract.ReceiverFlag is { } flag
            ? Describe(new ParameterContract(ParameterRole.Released, flag, contract.ReceiverFlagValue))
            : Describe(new ParameterContract(contract.Receiver));
    }

    public static CSharpCompilation Compile(string source)
    {
        var compilation = CSharpCompilation.Create(
            "Inference", [CSharpSyntaxTree.ParseText(Usings + source)], TestReferences.Net10, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.Empty(compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return compilation;
    }

    private static (MethodContract Contract, IMethodSymbol Method) Infer(string source)
    {
        CSharpCompilation compilation = Compile(source);
        IMethodSymbol method = compilation.GetSymbolsWithName("Do", SymbolFilter.Member).OfType<IMethodSymbol>().First();
        return (new OwnershipKnowledge(compilation).ContractOf(method, new InferenceSession(CancellationToken.None)), method);
    }

    private static string Describe(ParameterContract contract) =>
        contract.Role + (contract.Flag is null ? "" : (contract.FlagValue ? " when " : " unless ") + contract.Flag);
}
