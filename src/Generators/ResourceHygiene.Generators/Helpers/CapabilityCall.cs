using Microsoft.CodeAnalysis;
using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Generators;

/// <summary>How a method of the user is called on the runtime's behalf.</summary>
/// <param name="Capability">What for.</param>
/// <param name="Method">The method's name as an identifier.</param>
/// <param name="StaticType">The class that a static one stands in, qualified; empty for an instance method.</param>
/// <param name="TakesResource">Whether the resource is its first argument.</param>
/// <param name="PassesByReference">Whether what it is told is passed with <c>in</c>.</param>
/// <param name="TakesToken">Whether the deadline's token is its last argument.</param>
/// <param name="Async">How it gives its result, if asynchronously.</param>
internal sealed record CapabilityCall(
    Capability Capability, string Method, string StaticType, bool TakesResource, bool PassesByReference, bool TakesToken, AsyncHandlerKind Async)
{
    public bool IsAsync => Async != AsyncHandlerKind.None;

    public static CapabilityCall Of(CapabilityMethod method)
    {
        CapabilitySignature signature = method.Signature!;
        bool isStatic = method.Method.IsStatic;
        return new CapabilityCall(
            method.Capability,
            SymbolText.Identifier(method.Method.Name),
            isStatic ? SymbolText.Qualified(method.Method.ContainingType) : "",
            TakesResource: isStatic && signature.Resource is not null,
            signature.PassesByReference,
            signature.TakesToken,
            signature.Async);
    }

    /// <summary>The call; of an asynchronous method it gives a <c>ValueTask</c>, whatever the method itself returns.</summary>
    /// <param name="resource">The resource, as an expression.</param>
    /// <param name="told">What the method is told, as the name of a variable.</param>
    public string Expression(string resource, string told)
    {
        string arguments = (TakesResource ? resource + ", " : "")
            + (PassesByReference ? "in " : "") + told
            + (TakesToken ? $", {told}.{(Capability == Capability.Trim ? "Context.Deadline" : "Deadline")}" : "");
        string call = $"{(StaticType.Length > 0 ? StaticType : resource)}.{Method}({arguments})";
        return Async == AsyncHandlerKind.Task ? $"new {ValueTask}({call})" : call;
    }

    /// <summary>The call, waited for where it is asynchronous.</summary>
    /// <inheritdoc cref="Expression"/>
    public string Awaited(string resource, string told) => IsAsync
        ? $"global::ResourceHygiene.AsyncCalls.Run(() => {Expression(resource, told)})"
        : Expression(resource, told);

    private string ValueTask => "global::System.Threading.Tasks.ValueTask" + Capability switch
    {
        Capability.Trim => "<long>",
        Capability.Release => "<global::ResourceHygiene.ReleaseOutcome>",
        _ => "",
    };
}
