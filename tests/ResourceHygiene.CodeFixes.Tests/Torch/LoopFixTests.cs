using ResourceHygiene.CodeFixes.Torch;

namespace ResourceHygiene.CodeFixes.Tests.Torch;

/// <summary>What loops over batches keep, and what they make in each round.</summary>
public sealed class LoopFixTests
{
    [Fact]
    public Task A_number_is_converted_once() => TorchFixes<HoistNumberFix>.Fixes(
        """
        void M(Tensor x, int rounds)
        {
            // decay
            for (int i = 0; i < rounds; i++)
            {
                x.mul_({|RH5018:0.9f|});
                using var y = x.mul(0.9f);
            }
        }
        """,
        """
        void M(Tensor x, int rounds)
        {
            // decay
            using Scalar scalar = 0.9f;
            for (int i = 0; i < rounds; i++)
            {
                x.mul_(scalar);
                using var y = x.mul(scalar);
            }
        }
        """);

    [Fact]
    public Task Two_numbers_get_two_names() => TorchFixes<HoistNumberFix>.Fixes(
        """
        void M(Tensor x, float rate, bool flag)
        {
            while (flag)
            {
                using var y = x * {|RH5018:2|};
                x.mul_({|RH5018:rate|});
            }
        }
        """,
        """
        void M(Tensor x, float rate, bool flag)
        {
            using Scalar scalar = 2;
            using Scalar rateScalar = rate;
            while (flag)
            {
                using var y = x * scalar;
                x.mul_(rateScalar);
            }
        }
        """);

    [Fact]
    public Task A_tensor_is_made_once() => TorchFixes<HoistNumberFix>.Fixes(
        """
        void M(Tensor x, Tensor mask, bool flag)
        {
            while (flag)
            {
                using var y = torch.where(mask, x, {|RH5018:0f|});
            }
        }
        """,
        """
        void M(Tensor x, Tensor mask, bool flag)
        {
            using Tensor tensor = 0f;
            while (flag)
            {
                using var y = torch.where(mask, x, tensor);
            }
        }
        """);

    [Fact]
    public Task An_alias_of_the_batch_is_kept() => TorchFixes<KeepAliasOfBatchFix>.Fixes(
        """
        void M(DataLoader loader, List<Tensor> labels)
        {
            foreach (var batch in loader)
                labels.Add({|RH5013:batch["label"]|});
        }
        """,
        """
        void M(DataLoader loader, List<Tensor> labels)
        {
            foreach (var batch in loader)
                labels.Add(batch["label"].alias());
        }
        """);

    [Fact]
    public Task An_alias_that_no_scope_takes_along() => TorchFixes<KeepAliasOfBatchFix>.Fixes(
        """
        void M(DataLoader loader, List<Tensor> labels)
        {
            foreach (var batch in loader)
            {
                using var scope = torch.NewDisposeScope();
                labels.Add({|RH5013:batch["label"]|});
                labels.Add({|RH5013:batch["data"].DetachFromDisposeScope()|});
            }
        }
        """,
        """
        void M(DataLoader loader, List<Tensor> labels)
        {
            foreach (var batch in loader)
            {
                using var scope = torch.NewDisposeScope();
                labels.Add(batch["label"].alias().DetachFromDisposeScope());
                labels.Add(batch["data"].alias().DetachFromDisposeScope());
            }
        }
        """);

    [Theory]
    [InlineData("void M(DataLoader loader) { var first = {|RH5013:loader.First()|}; }")]
    [InlineData("void M(DataLoader loader, List<Dictionary<string, Tensor>> batches) { foreach (var batch in loader) batches.Add({|RH5013:batch|}); }")]
    public Task Nothing_is_offered_for_whole_batches(string member) => TorchFixes<KeepAliasOfBatchFix>.OffersNothing(member);
}
